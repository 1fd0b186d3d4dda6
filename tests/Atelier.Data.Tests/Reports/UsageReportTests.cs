using Atelier.Data.Reports;
using Atelier.Data.Tests.Stores;

namespace Atelier.Data.Tests.Reports;

public sealed class UsageReportTests : ReportStoreTests
{
    private UsageReportStore Sut => new(House.Data);

    [Fact]
    [Trait("Requirement", "B-52")]
    public async Task FindAsync_ADaysWork_CountsEachPictureOnce()
    {
        var account = await AccountAsync(limit: 10);
        await Ends.EndAsync(await AcceptAndClaimAsync(account, count: 3), Orders.Delivered(2, 3), Cancel);
        await Ends.EndAsync(await AcceptAndClaimAsync(account, count: 2), Orders.Failed(), Cancel);
        await AcceptAndClaimAsync(account, count: 4);

        var usage = (await Sut.FindAsync(account, Cancel))!;

        // Two delivered, four under way; what failed is not counted and not charged.
        Assert.Equal((2L, 6L), (usage.Generations, usage.Pictures));
        Assert.Equal(((int?)10, 6, (int?)4), (usage.DailyLimit, usage.CountedToday, usage.Remaining));
        Assert.Equal((2000L, 2000L, 94_000L), (usage.CostToday, usage.CostThisMonth, usage.Balance));
        Assert.Equal(TimeSpan.Zero, usage.DayEndsAt.UtcDateTime.TimeOfDay);
        Assert.Equal((1, TimeSpan.Zero), (usage.MonthEndsAt.Day, usage.MonthEndsAt.UtcDateTime.TimeOfDay));
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(0, 0, 0)]
    [InlineData(3, 3, 1)]
    // Somebody lowered it.
    [InlineData(1, 1, 0)]
    [Trait("Requirement", "B-52")]
    public async Task FindAsync_AnyLimit_TellsTheCallersOwnRest(int? limit, int? told, int? left)
    {
        var account = await AccountAsync(limit: 10);
        await AcceptAndClaimAsync(account, count: 2);
        await LimitAsync(account, limit);

        var usage = (await Sut.FindAsync(account, Cancel))!;

        Assert.Equal((told, left, 2L), (usage.DailyLimit, usage.Remaining, usage.Pictures));
    }

    [Fact]
    public async Task FindAsync_NextDayAndNextMonth_BeginAnew()
    {
        var account = await AccountAsync(limit: 10);
        await NextMonthAsync();
        await Ends.EndAsync(await AcceptAndClaimAsync(account, count: 2), Orders.Delivered(2, 2), Cancel);
        await House.MoveClockAsync(TimeSpan.FromDays(1));

        var day = (await Sut.FindAsync(account, Cancel))!;
        await NextMonthAsync();
        var month = (await Sut.FindAsync(account, Cancel))!;

        Assert.Equal(
            (0L, 0L, 0L, 2000L, (int?)10),
            (day.Generations, day.Pictures, day.CostToday, day.CostThisMonth, day.Remaining)
        );
        Assert.Equal((0L, 98_000L), (month.CostThisMonth, month.Balance));
        Assert.Equal(day.MonthEndsAt.AddMonths(1), month.MonthEndsAt);
    }

    [Fact]
    public async Task FindAsync_OfNobody_IsNull() => Assert.Null(await Sut.FindAsync(Guid.CreateVersion7(), Cancel));

    [Fact]
    [Trait("Requirement", "C-80")]
    public async Task ListAsync_EndedGenerations_ComeOnceWithWhatWasPaid()
    {
        var history = await CostHistory.StartAsync(this);
        var other = await House.AddAccountAsync(10, cancellationToken: Cancel);
        await Ends.EndAsync(await AcceptAndClaimAsync(other), Orders.Delivered(), Cancel);
        var order = history.Order(count: 2) with
        {
            PlanJson =
                """{"quality": "draft", "chain": [{"provider": "paid", "model": "alpha"}, {"provider": "other", "model": "beta"}]}""",
        };
        await history.FailAsync(await history.AcceptAsync(order), 30);
        await history.DeliverAsync(order, 50);
        var lost = history.Order();
        await history.FailAsync(await history.AcceptAsync(lost), 10, last: true);
        var refunded = history.Order();
        await history.DeliverAsync(await history.AcceptAsync(refunded), 10);
        await RefundAsync(refunded.GenerationId, order.AccountId, 400);
        await history.AcceptAsync();

        var all = await Sut.ListAsync(order.AccountId, null, null, 10, Cancel);

        Assert.Equal([refunded.GenerationId, lost.GenerationId, order.GenerationId], all.Select(used => used.Id));
        Assert.Equal(["paid", "paid", "other"], all.Select(used => used.Provider));
        Assert.Equal([600L, 0L, 2000L], all.Select(used => used.Credits));
        Assert.Equal([true, false, true], all.Select(used => used.Success));
        Assert.Equal("draft", all[2].Quality);
        Assert.Equal(all.Skip(1), await Sut.ListAsync(order.AccountId, null, all[0].Id, 10, Cancel));
        Assert.Equal(2600, (await Sut.FindAsync(order.AccountId, Cancel))!.CostThisMonth);
    }

    [Fact]
    public async Task ListAsync_DaysAndMonths_ShowOnlyThose()
    {
        var account = await AccountAsync(limit: null);
        await NextMonthAsync();
        var first = DateOnly.FromDateTime(
            await House.ScalarAsync<DateTime>("SELECT date_trunc('month', atelier.now() AT TIME ZONE 'UTC')")
        );
        var made = new List<Guid>();
        for (var day = 0; day < 3; day++)
        {
            var claim = await AcceptAndClaimAsync(account);
            await Ends.EndAsync(claim, Orders.Delivered(), Cancel);
            made.Insert(0, claim.GenerationId);
            await House.MoveClockAsync(TimeSpan.FromDays(1));
        }

        Assert.Equal(made, await ListAsync(account, first, first.AddMonths(1).AddDays(-1)));
        Assert.Equal([made[1]], await ListAsync(account, first.AddDays(1), first.AddDays(1)));
        Assert.Empty(await ListAsync(account, first.AddDays(-30), first.AddDays(-1)));
    }

    private async Task<IEnumerable<Guid>> ListAsync(Guid account, DateOnly from, DateOnly to) =>
        (await Sut.ListAsync(account, (from, to), null, 10, Cancel)).Select(used => used.Id);

    private async Task<Guid> AccountAsync(int? limit)
    {
        var account = await House.AddAccountAsync(100, cancellationToken: Cancel);
        await LimitAsync(account, limit);
        return account;
    }

    private Task LimitAsync(Guid account, int? limit) =>
        House.ExecuteAsync("UPDATE accounts SET daily_limit = @limit WHERE id = @account", new { limit, account });

    private Task RefundAsync(Guid generation, Guid account, long amount) =>
        House.ExecuteAsync(
            """
            INSERT INTO ledger (account_id, generation_id, entry, amount) VALUES (@account, @generation, 'refund', @amount);
            UPDATE accounts SET balance = balance + @amount WHERE id = @account
            """,
            new
            {
                generation,
                account,
                amount,
            }
        );
}
