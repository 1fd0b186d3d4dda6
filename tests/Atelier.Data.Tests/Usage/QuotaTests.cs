using Atelier.Data.Accepting;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Usage;

public class QuotaTests : StoreTests
{
    [Fact]
    [Trait("Requirement", "B-51")]
    public async Task AcceptAsync_AboveTheDaysLimit_IsRefusedAndWritesNothing()
    {
        var account = await AccountAsync(limit: 5);
        await AcceptAllAsync([Orders.For(account, count: 3)]);
        var before = await TableContents.ReadAsync(House);

        var refused = Assert.IsType<AcceptOutcome.OverQuota>(
            await Accepts.AcceptAsync(Orders.For(account, count: 3), Cancel)
        );

        Assert.Equal((5, 2), (refused.Limit, refused.Left));
        Assert.InRange(refused.ResetsIn, TimeSpan.FromTicks(1), TimeSpan.FromDays(1));
        Assert.Equal(before, await TableContents.ReadAsync(House));
        await AcceptAllAsync([Orders.For(account, count: 2)]);
        Assert.Equal(5, await UsedAsync(account));
    }

    [Fact]
    public async Task AcceptAsync_MidnightHasPassed_BeginsAnew()
    {
        var account = await AccountAsync(limit: 2);
        await AcceptAllAsync([Orders.For(account, count: 2)]);
        var refused = Assert.IsType<AcceptOutcome.OverQuota>(await Accepts.AcceptAsync(Orders.For(account), Cancel));

        await House.MoveClockAsync(refused.ResetsIn + TimeSpan.FromSeconds(1));

        await AcceptAllAsync([Orders.For(account, count: 2)]);
    }

    [Theory]
    [InlineData(null, 2)]
    [InlineData(-1, 2)]
    [InlineData(0, 0)]
    public async Task AcceptAsync_NoLimitOrNothingAllowed_TakesAllOrNothing(int? limit, int used)
    {
        var account = await AccountAsync(limit);

        var outcome = await Accepts.AcceptAsync(Orders.For(account, count: 2), Cancel);

        Assert.Equal(used > 0, outcome is AcceptOutcome.Accepted);
        Assert.Equal(used, await UsedAsync(account));
    }

    [Fact]
    public async Task AcceptAsync_NoNewPicture_CountsNothingAndIsNotRefused()
    {
        var account = await AccountAsync(limit: 1);
        await AcceptAllAsync([Orders.For(account)]);

        var order = Orders.For(account) with { CountsPictures = false };
        await AcceptAllAsync([order]);
        await Ends.CancelAsync(order.GenerationId, account, Cancel);

        Assert.Equal(1, await UsedAsync(account));
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(1, 1)]
    [InlineData(0, 0)]
    public async Task EndAsync_PicturesDidNotCome_AreGivenBack(int delivered, int used)
    {
        var account = await AccountAsync(limit: 5);
        var claim = await AcceptAndClaimAsync(account, count: 3);

        await Ends.EndAsync(claim, delivered == 0 ? Orders.Failed() : Orders.Delivered(delivered, 3), Cancel);

        Assert.Equal(used, await UsedAsync(account));
    }

    [Fact]
    public async Task CancelAsync_NothingWasSent_GivesAllBack()
    {
        var account = await AccountAsync(limit: 3);
        var order = Orders.For(account, count: 3);
        await AcceptAllAsync([order]);

        await Ends.CancelAsync(order.GenerationId, account, Cancel);

        Assert.Equal(0, await UsedAsync(account));
        await AcceptAllAsync([Orders.For(account, count: 3)]);
    }

    [Fact]
    public async Task EndAsync_AfterMidnight_GivesBackToTheDayItWasTakenFrom()
    {
        var account = await AccountAsync(limit: 5);
        var claim = await AcceptAndClaimAsync(account, count: 3);
        await House.MoveClockAsync(TimeSpan.FromDays(1));
        await AcceptAllAsync([Orders.For(account, count: 4)]);

        await Ends.EndAsync(claim, Orders.Failed(), Cancel);

        Assert.Equal(
            "0,4",
            await House.ScalarAsync<string>("SELECT string_agg(pictures::text, ',' ORDER BY day) FROM daily_usage")
        );
    }

    [Fact]
    public async Task EndAsync_LimitWasSetDuringTheWork_GivesNothingBackThatWasNotTaken()
    {
        var account = await AccountAsync(limit: null);
        var claim = await AcceptAndClaimAsync(account, count: 3);
        await House.ExecuteAsync("UPDATE accounts SET daily_limit = 5");
        await AcceptAllAsync([Orders.For(account, count: 2)]);

        await Ends.EndAsync(claim, Orders.Failed(), Cancel);

        Assert.Equal(2, await UsedAsync(account));
    }

    [Fact]
    [Trait("Requirement", "B-51")]
    public async Task AcceptAsync_HundredAtOnceOnTwoNodes_TakeExactlyTheLimitAndGiveItBack()
    {
        var account = await AccountAsync(limit: 5);
        var nodes = new[] { AcceptsOn(AddNode()), AcceptsOn(AddNode()) };

        var outcomes = await Together.RunAsync(100, index => nodes[index % 2].AcceptAsync(Orders.For(account), Cancel));

        Assert.Equal(5, outcomes.Count(outcome => outcome is AcceptOutcome.Accepted));
        Assert.Equal(95, outcomes.Count(outcome => outcome is AcceptOutcome.OverQuota));
        Assert.Equal(5, await UsedAsync(account));
        var claims = await Claims.ClaimAsync(Wish(Open), Cancel);
        var ends = new[] { EndsOn(AddNode()), EndsOn(AddNode()) };
        await Together.RunAsync(5, index => ends[index % 2].EndAsync(claims[index], Orders.Failed(), Cancel));
        Assert.Equal(0, await UsedAsync(account));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task AcceptAsync_OtherAccountsLimit_IsItsOwn()
    {
        var (one, two) = (await AccountAsync(limit: 1), await AccountAsync(limit: 1));

        await AcceptAllAsync([Orders.For(one), Orders.For(two)]);

        Assert.Equal((1, 1), (await UsedAsync(one), await UsedAsync(two)));
    }

    private async Task<Guid> AccountAsync(int? limit)
    {
        var account = await House.AddAccountAsync(100, cancellationToken: Cancel);
        await House.ExecuteAsync(
            "UPDATE accounts SET daily_limit = @limit WHERE id = @account",
            new { limit, account }
        );
        return account;
    }

    private Task<int> UsedAsync(Guid account) =>
        House.ScalarAsync<int>(
            "SELECT coalesce(sum(pictures), 0)::int FROM daily_usage WHERE account_id = @account",
            new { account }
        );
}
