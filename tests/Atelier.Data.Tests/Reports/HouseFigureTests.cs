using Atelier.Data.Reports;
using Atelier.Data.Tests.Stores;

namespace Atelier.Data.Tests.Reports;

public sealed class HouseFigureTests : ReportStoreTests
{
    [Fact]
    public async Task ReadAsync_WorkOfEveryState_IsCountedByLane()
    {
        await Budgets.SetAsync(1000, Cancel);
        var account = await House.AddAccountAsync(20, maxActive: 3, cancellationToken: Cancel);
        await EndedUnknownAsync(PaidOrder(account));
        var waiting = await ClaimPaidAsync(PaidOrder(account));
        await UnknownAsync(waiting);
        await ClaimPaidAsync(PaidOrder(account));
        await AcceptAllAsync([Orders.For(account), Orders.For(account), Orders.For(account)]);
        await CountedAsync($"account:{account}", 500, 20, 30);
        await CountedAsync($"key:{account}", null, 0);

        var figures = await new HouseFigureStore(House.Data).ReadAsync(Cancel);

        Assert.Equal([(Paid, 3 * Risk)], figures.OpenRisk);
        Assert.Equal([("month", 1000L, 0L, 3 * Risk), ($"account:{account}", 500L, 20L, 30L)], figures.Budgets);
        Assert.Equal(
            [
                (Open, "held", 2L),
                (Open, "ready", 1L),
                (Open, "review", 0L),
                (Open, "running", 0L),
                (Open, "waiting", 0L),
                (Paid, "held", 0L),
                (Paid, "ready", 0L),
                (Paid, "review", 0L),
                (Paid, "running", 1L),
                (Paid, "waiting", 1L),
            ],
            figures.Queue.Order()
        );
    }
}
