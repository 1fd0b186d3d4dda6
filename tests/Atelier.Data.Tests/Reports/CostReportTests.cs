using System.Globalization;
using Atelier.Data.Attempts;
using Atelier.Data.Connections;
using Atelier.Data.Reports;
using Atelier.Data.Tests.Stores;
using Npgsql;

namespace Atelier.Data.Tests.Reports;

public sealed class CostReportTests : ReportStoreTests
{
    private CostReportStore Sut => new(House.Data);

    [Fact]
    [Trait("Requirement", "B-60")]
    public async Task ReadAsync_FirstProviderFailed_CountsAtTheOneThatFailed()
    {
        var history = await CostHistory.StartAsync(this);
        var failedOver = await history.AcceptAsync();
        await history.FailAsync(failedOver, 30);
        await history.DeliverAsync(failedOver, 50);
        var direct = await history.AcceptAsync();
        await history.DeliverAsync(direct, 70);

        var rows = await ReadAsync(CostGroup.Provider);

        Assert.Equal(["", "other", "paid"], rows.Select(row => string.Join(',', row.Keys)));
        Assert.Equal((2L, 2L, 2L, 150L), Figures(rows[0]));
        Assert.Equal((1L, 1L, 1L, 50L), Figures(rows[1]));
        // Asked twice, successful once; what it billed for the failure is its cost.
        Assert.Equal((2L, 1L, 1L, 100L), Figures(rows[2]));
        Assert.Equal((0.5m, 0.0000001m), (rows[2].SuccessRate, rows[2].AverageUsd));
    }

    [Fact]
    [Trait("Requirement", "B-60")]
    public async Task ReadAsync_NothingSucceeded_AveragesAreZero()
    {
        var history = await CostHistory.StartAsync(this);
        await history.FailAsync(await history.AcceptAsync(), 30, last: true);

        var paid = (await ReadAsync(CostGroup.Provider))[1];

        Assert.Equal((1L, 0L, 0L, 30L), Figures(paid));
        Assert.Equal((0m, 0m), (paid.AverageUsd, paid.SuccessRate));
    }

    [Fact]
    public async Task ReadAsync_Nothing_IsATotalOfZero()
    {
        var total = Assert.Single(await ReadAsync(CostGroup.Model, CostGroup.Day));

        Assert.Empty(total.Keys);
        Assert.Equal((0L, 0L, 0L, 0L), Figures(total));
        Assert.Equal((0m, 0m), (total.AverageUsd, total.SuccessRate));
    }

    [Fact]
    public async Task ReadAsync_WorkThatIsOpenOrCanceledBeforeASend_IsRiskAndNotWork()
    {
        var history = await CostHistory.StartAsync(this);
        var running = await history.AcceptAsync();
        await history.ClaimAsync(running);
        await history.CancelAsync(await history.AcceptAsync());

        var total = (await ReadAsync(CostGroup.Operation))[0];

        Assert.Equal((0L, 0L, 0L, 0L), Figures(total));
        Assert.Equal(Risk, total.Open);
    }

    [Fact]
    public async Task ReadAsync_ThePainter_CountsWithoutCost()
    {
        var account = await House.AddAccountAsync(100, cancellationToken: Cancel);
        await Ends.EndAsync(await AcceptAndClaimAsync(account, count: 2), Orders.Delivered(2, 2), Cancel);

        var rows = await ReadAsync(CostGroup.Provider, CostGroup.Model);

        Assert.Equal(["local", "painter"], rows[1].Keys);
        Assert.Equal((1L, 1L, 2L, 0L), Figures(rows[1]));
    }

    [Fact]
    public async Task ReadAsync_BookedOnAnotherDay_CountsOnThatDay()
    {
        var history = await CostHistory.StartAsync(this);
        var today = (await Sut.TodayAsync(Cancel)).Today;
        var late = await EndedUnknownAsync(history.Order());
        await House.MoveClockAsync(TimeSpan.FromDays(1));
        await Operators.DecideAsync(late.AttemptId!.Value, OperatorAction.WriteOff, null, "never came", null, Cancel);

        var rows = await ReadAsync(new CostQuery(today, today.AddDays(1), [CostGroup.Day]));

        Assert.Equal(3, rows.Count);
        Assert.Equal((Text(today), (1L, 0L, 0L, 0L)), (rows[1].Keys[0], Figures(rows[1])));
        Assert.Equal((Text(today.AddDays(1)), (0L, 0L, 0L, Risk)), (rows[2].Keys[0], Figures(rows[2])));
        Assert.Equal(Risk, rows[2].WrittenOff);
        Assert.Equal(0, rows[1].Open);
        Assert.Equal(
            (0L, 0L, 0L, Risk),
            Figures((await ReadAsync(new CostQuery(today.AddDays(1), today.AddDays(1), [CostGroup.Key])))[0])
        );
    }

    private static readonly CostGroup[][] Splits =
    [
        [CostGroup.Provider],
        [CostGroup.Model],
        [CostGroup.Account],
        [CostGroup.Key],
        [CostGroup.Day],
        [CostGroup.Operation],
        [CostGroup.Provider, CostGroup.Model, CostGroup.Day],
        [CostGroup.Account, CostGroup.Key, CostGroup.Operation],
    ];

    [Theory]
    [InlineData(20261121)]
    [InlineData(7)]
    [InlineData(4294967291)]
    [Trait("Requirement", "A-46")]
    [Trait("Requirement", "B-60")]
    public async Task ReadAsync_AHistoryByLot_IsWhatARecountOfAllRowsSays(ulong seed)
    {
        var history = await CostHistory.StartAsync(this);
        await history.RunAsync(new Lots(seed), 40);
        await AssertBalancedAsync();
        var books = await CostRecount.ReadAsync(House);
        var first = books.FirstDay;
        // The whole, and spans that cut it at both ends.
        foreach (var (from, to) in new[] { (0, 30), (1, 3), (2, 2) })
        {
            foreach (var groups in Splits)
            {
                var query = new CostQuery(first.AddDays(from), first.AddDays(to), groups);

                var rows = await ReadAsync(query);

                Assert.Equal(books.Total(query), CostRecount.Line(rows[0]));
                Assert.Equal(books.Groups(query), rows.Skip(1).Select(CostRecount.Line).Order(StringComparer.Ordinal));
            }
        }

        // And the sum of all attempts' bookings is what was billed to us, as the history remembers it.
        var total = (await ReadAsync(new CostQuery(first, first.AddDays(30), [CostGroup.Provider])))[0];
        Assert.True(total.Cost > 0 && total.WrittenOff > 0 && total.Overrun > 0 && total.Open > 0);
        Assert.Equal(history.Billed, total.Cost);
    }

    [Fact]
    public async Task PaceAsync_BookingsOfThisMonthAndThisWeek_AreSummed()
    {
        await Budgets.SetAsync(900, Cancel);
        Assert.Null((await Sut.PaceAsync(Cancel)).FirstAt);
        var account = await House.AddAccountAsync(100, cancellationToken: Cancel);
        await SpendAsync(account, 10);
        var first = (await Sut.PaceAsync(Cancel)).FirstAt;
        await NextMonthAsync();
        await SpendAsync(account, 20);
        await House.MoveClockAsync(TimeSpan.FromDays(8));
        await SpendAsync(account, 40);

        var pace = await Sut.PaceAsync(Cancel);

        Assert.Equal((60L, 40L, (long?)900L, first), (pace.Spent, pace.Recent, pace.Limit, pace.FirstAt));
        Assert.Equal(pace.MonthStart.AddMonths(1), pace.MonthEnd);
        Assert.InRange(pace.Now, pace.MonthStart.AddDays(8), pace.MonthStart.AddDays(8.1));
    }

    [Fact]
    public async Task Reports_SessionInAnotherTimeZone_CutDaysAndMonthsAtUtc()
    {
        var account = await House.AddAccountAsync(100, cancellationToken: Cancel);
        await House.MoveClockAsync(
            await House.ScalarAsync<TimeSpan>(
                """
                SELECT (date_trunc('month', atelier.now() AT TIME ZONE 'UTC') + interval '1 month' - interval '1 hour')
                  AT TIME ZONE 'UTC' - atelier.now()
                """
            )
        );
        await SpendAsync(account, 10);
        await NextMonthAsync();
        await SpendAsync(account, 5);
        var settings = new NpgsqlConnectionStringBuilder(House.ConnectionString) { Timezone = "Pacific/Kiritimati" };
        await using var far = Database.Open(settings.ConnectionString);

        var (today, monthStart) = await new CostReportStore(far).TodayAsync(Cancel);
        var pace = await new CostReportStore(far).PaceAsync(Cancel);
        var rows = await new CostReportStore(far)
            .ReadAsync(new(today, today, [CostGroup.Day]), Cancel)
            .ToListAsync(Cancel);

        Assert.Equal(monthStart, today);
        Assert.Equal(monthStart.ToDateTime(TimeOnly.MinValue), pace.MonthStart.UtcDateTime);
        Assert.Equal((5L, 15L), (pace.Spent, pace.Recent));
        Assert.Equal([5L, 5L], rows.Select(row => row.Cost));
        Assert.Equal(5, (await new BudgetStandingStore(far).FindAsync(BudgetStanding.Month, Cancel)).Spent);
        Assert.Equal(1000, (await new UsageReportStore(far).FindAsync(account, Cancel))!.CostThisMonth);
    }

    private async Task<List<CostRow>> ReadAsync(params CostGroup[] groups)
    {
        var (today, _) = await Sut.TodayAsync(Cancel);
        return await ReadAsync(new CostQuery(today.AddDays(-1), today, groups));
    }

    private async Task<List<CostRow>> ReadAsync(CostQuery query) =>
        await Sut.ReadAsync(query, Cancel).ToListAsync(Cancel);

    private static string Text(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    private static (long Generations, long Successful, long Pictures, long Cost) Figures(CostRow row) =>
        (row.Generations, row.Successful, row.Pictures, row.Cost);
}
