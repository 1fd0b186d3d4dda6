using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Data.Costs;
using Atelier.Data.Images;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Attempts;

public sealed class LateStoreTests : PaidStoreTests
{
    [Fact]
    public async Task ClaimAsync_GenerationStillRuns_IsLeftToIt()
    {
        await UnknownAsync(await ClaimPaidAsync());

        Assert.Empty(await Lates.ClaimAsync(10, Cancel));
    }

    [Theory]
    [InlineData("submitted", true)]
    [InlineData("answered", true)]
    [InlineData("unknown", true)]
    [InlineData("succeeded", false)]
    [InlineData("failed", false)]
    [InlineData("not_sent", false)]
    [InlineData("written_off", false)]
    public async Task ClaimAsync_GenerationEnded_TakesTheLive(string state, bool taken)
    {
        var claim = await EndedUnknownAsync();
        await House.ExecuteAsync("UPDATE attempts SET state = @state", new { state });

        var due = await Lates.ClaimAsync(10, Cancel);

        Assert.Equal(taken ? [claim.AttemptId!.Value] : [], due.Select(row => row.Id));
    }

    [Fact]
    public async Task ClaimAsync_GenerationWaitsForAPerson_IsTakenAndItsBillLeftToTheEnd()
    {
        var claim = await UnknownAsync(await ClaimPaidAsync());
        await House.ExecuteAsync("UPDATE generations SET state = 'review'");

        Assert.Equal([claim.AttemptId!.Value], (await Lates.ClaimAsync(10, Cancel)).Select(row => row.Id));
        Assert.True(await EndAsync(claim, AttemptState.Succeeded, new Booking.Cost(70, false), Picture()));

        Assert.Equal("risk 100, cost 70", await BookAsync(claim));
        Assert.Equal(1L, await House.ScalarAsync<long>("SELECT count(*) FROM images WHERE candidate"));
        // The end adds all that its calls have cost.
        Assert.Equal(0L, await House.ScalarAsync<long>("SELECT coalesce(sum(cost), 0)::bigint FROM daily_usage"));
    }

    [Fact]
    public async Task ClaimAsync_LookedAt_IsNobodyElsesForAWhileThatDoublesToAnHour()
    {
        await EndedUnknownAsync();
        Assert.Single(await Lates.ClaimAsync(10, Cancel));
        foreach (var minutes in new[] { 1, 2, 4, 8, 16, 32, 60, 60 })
        {
            await House.MoveClockAsync(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(10));
            Assert.Empty(await Lates.ClaimAsync(10, Cancel));
            await House.MoveClockAsync(TimeSpan.FromSeconds(20));
            Assert.Single(await Lates.ClaimAsync(10, Cancel));
        }
    }

    [Fact]
    public async Task ClaimAsync_EightAtOnce_ShareThemWithoutOverlap()
    {
        // Lost calls hold their places for a while.
        await House.ExecuteAsync("UPDATE lanes SET capacity = 100 WHERE id = 'paid'");
        for (var i = 0; i < 12; i++)
        {
            await EndedUnknownAsync();
        }

        var node = new LateStore(AddNode());
        var taken = await Together.RunAsync(8, _ => node.ClaimAsync(5, Cancel));

        var ids = taken.SelectMany(batch => batch).Select(row => row.Id).ToList();
        Assert.Equal(12, ids.Count);
        Assert.Distinct(ids);
    }

    [Fact]
    public async Task EndAsync_LateAnswer_KeepsItsPicturesAndTheCallerPaysNothing()
    {
        var claim = await EndedUnknownAsync();
        var balance = await BalanceAsync(claim.AccountId);

        Assert.True(await EndAsync(claim, AttemptState.Succeeded, new Booking.Cost(130, false), Picture(), Picture()));

        Assert.Equal("risk 100, cost 100, overrun 30", await BookAsync(claim));
        Assert.Equal(
            2L,
            await House.ScalarAsync<long>(
                """
                SELECT count(*) FROM images WHERE candidate AND generation_id = @GenerationId AND account_id = @AccountId
                AND expires_at BETWEEN atelier.now() + interval '6 days 23 hours' AND atelier.now() + interval '7 days'
                """,
                new { claim.GenerationId, claim.AccountId }
            )
        );
        Assert.Equal("failed", await StateAsync(claim.GenerationId));
        Assert.Equal(balance, await BalanceAsync(claim.AccountId));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task EndAsync_LateAnswerToAnErasedAccount_BooksTheBillAndKeepsNoPicture()
    {
        var claim = await EndedUnknownAsync();
        await House.ExecuteAsync("UPDATE accounts SET closed_at = atelier.now(), erased_at = atelier.now()");

        Assert.True(await EndAsync(claim, AttemptState.Succeeded, new Booking.Cost(100, false), Picture()));

        Assert.Equal("risk 100, cost 100", await BookAsync(claim));
        Assert.Equal(0L, await House.ScalarAsync<long>("SELECT count(*) FROM images"));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task EndAsync_Twice_WritesOnce()
    {
        var claim = await EndedUnknownAsync();
        Assert.True(await EndAsync(claim, AttemptState.Succeeded, new Booking.Cost(7, false), Picture()));
        var before = await TableContents.ReadAsync(House);

        Assert.False(await EndAsync(claim, AttemptState.Succeeded, new Booking.Cost(7, false), Picture()));
        Assert.False(await EndAsync(claim, AttemptState.Failed, new Booking.Clear()));

        Assert.Equal(before, await TableContents.ReadAsync(House));
    }

    [Fact]
    public async Task EndAsync_FoundAndStillRunning_LeavesTheRiskOpen()
    {
        await Budgets.SetAsync(1000, Cancel);
        var claim = await EndedUnknownAsync();

        Assert.True(await EndAsync(claim, AttemptState.Submitted, null));

        Assert.Equal(AttemptState.Submitted, (await AttemptAsync(claim)).State);
        Assert.Equal(Risk, (await Budgets.FindAsync(Cancel))!.Risk);
        await AssertBalancedAsync();
    }

    private Task<bool> EndAsync(
        Data.Queue.Claim claim,
        AttemptState state,
        Booking? booking,
        params NewImage[] images
    ) => Lates.EndAsync(Change(claim, state, booking), claim.GenerationId, claim.AccountId, images, Cancel);

    private static NewImage Picture() => Orders.Delivered().Delivered[0];
}
