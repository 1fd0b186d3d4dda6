using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Data.Budgets;
using Atelier.Data.Generations;
using Atelier.Data.Queue;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Attempts;

public sealed class OperatorTests : PaidStoreTests
{
    [Theory]
    [InlineData(OperatorAction.Paid, 30L, AttemptState.Failed, "risk 100, cost 30", 30)]
    [InlineData(OperatorAction.Paid, null, AttemptState.Failed, "risk 100, cost 100", 100)]
    [InlineData(OperatorAction.Paid, 130L, AttemptState.Failed, "risk 100, cost 100, overrun 30", 130)]
    [InlineData(OperatorAction.Paid, 0L, AttemptState.Failed, "risk 100, cost 0", 0)]
    [InlineData(OperatorAction.NotPaid, null, AttemptState.Failed, "risk 100, clear 100", 0)]
    [InlineData(OperatorAction.WriteOff, null, AttemptState.WrittenOff, "risk 100, write_off 100", 100)]
    public async Task DecideAsync_UnknownCallOfAnEndedGeneration_EndsItAndItsRisk(
        OperatorAction action,
        long? cost,
        AttemptState state,
        string book,
        long spent
    )
    {
        await Budgets.SetAsync(1000, Cancel);
        var claim = await EndedUnknownAsync();
        Assert.Equal(new BudgetRow(1000, 0, Risk), await Budgets.FindAsync(Cancel));

        Assert.True(await DecideAsync(claim, action, cost));

        Assert.Equal(state, (await AttemptAsync(claim)).State);
        Assert.Equal(book, await BookAsync(claim));
        Assert.Equal(new BudgetRow(1000, spent, 0), await Budgets.FindAsync(Cancel));
        await AssertBalancedAsync();
        // Twice is once.
        Assert.False(await DecideAsync(claim, action, cost));
        Assert.Equal(book, await BookAsync(claim));
        Assert.Equal(1L, await House.ScalarAsync<long>("SELECT count(*) FROM decisions"));
    }

    [Theory]
    [InlineData(OperatorAction.Paid, 30)]
    [InlineData(OperatorAction.NotPaid, 0)]
    [InlineData(OperatorAction.WriteOff, 100)]
    public async Task DecideAsync_GenerationStillRuns_WakesItAndTheEndDoesTheSums(OperatorAction action, long spent)
    {
        await Budgets.SetAsync(1000, Cancel);
        var claim = await UnknownAsync(await ClaimPaidAsync());
        await House.ExecuteAsync("UPDATE queue SET follow_at = atelier.now() + interval '1 hour'");

        Assert.True(await DecideAsync(claim, action, action == OperatorAction.Paid ? 30 : null));
        Assert.Equal(new BudgetRow(1000, 0, Risk), await Budgets.FindAsync(Cancel));
        var follow = await FollowAsync();
        Assert.NotNull(await Ends.EndAsync(follow, Orders.Failed() with { Paid = true }, Cancel));

        Assert.Equal(new BudgetRow(1000, spent, 0), await Budgets.FindAsync(Cancel));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task DecideAsync_Rerun_SaysThatNobodyNeedsToWait()
    {
        var claim = await UnknownAsync(await ClaimPaidAsync());
        await House.ExecuteAsync("UPDATE queue SET follow_at = atelier.now() + interval '1 hour'");

        Assert.True(await DecideAsync(claim, OperatorAction.Rerun));

        var row = await AttemptAsync(claim);
        Assert.Equal((AttemptState.Unknown, true), (row.State, row.GivenUp));
        Assert.Equal("risk 100", await BookAsync(claim));
        await FollowAsync();
    }

    [Theory]
    [InlineData(OperatorAction.Rerun)]
    [InlineData(OperatorAction.NotPaid)]
    public async Task DecideAsync_WhileItIsLookedAfter_IsLookedAtOnceMore(OperatorAction action)
    {
        var claim = await UnknownAsync(await ClaimPaidAsync());
        var follow = await FollowAsync();

        Assert.True(await DecideAsync(claim, action));
        // It had looked before that, and meant to come back in an hour.
        await Steps.WriteAsync(follow, new Step([], FollowIn: TimeSpan.FromHours(1)), Cancel);

        Assert.Equal(claim.GenerationId, (await FollowAsync()).GenerationId);
    }

    [Fact]
    public async Task CancelAsync_WhileItIsLookedAfter_IsLookedAtOnceMore()
    {
        var claim = await UnknownAsync(await ClaimPaidAsync());
        var follow = await FollowAsync();

        Assert.Equal(CancelOutcome.Requested, await Ends.CancelAsync(claim.GenerationId, claim.AccountId, Cancel));
        // It had looked before that, and meant to come back in an hour.
        await Steps.WriteAsync(follow, new Step([], FollowIn: TimeSpan.FromHours(1)), Cancel);

        Assert.Equal(claim.GenerationId, (await FollowAsync()).GenerationId);
    }

    [Fact]
    public async Task DecideAsync_RerunOfAnEndedGeneration_IsRefused()
    {
        var claim = await EndedUnknownAsync();

        Assert.False(await DecideAsync(claim, OperatorAction.Rerun));

        Assert.Equal(0L, await House.ScalarAsync<long>("SELECT count(*) FROM decisions"));
    }

    [Theory]
    [InlineData("intent")]
    [InlineData("submitted")]
    [InlineData("answered")]
    [InlineData("succeeded")]
    [InlineData("failed")]
    [InlineData("not_sent")]
    [InlineData("written_off")]
    public async Task DecideAsync_NotUnknown_IsRefusedAndWritesNothing(string state)
    {
        var claim = await ClaimPaidAsync();
        await House.ExecuteAsync("UPDATE attempts SET state = @state", new { state });
        var before = await TableContents.ReadAsync(House);

        foreach (var action in Enum.GetValues<OperatorAction>())
        {
            Assert.False(await DecideAsync(claim, action));
        }

        Assert.Equal(before, await TableContents.ReadAsync(House));
    }

    [Fact]
    public async Task DecideAsync_NoSuchAttempt_IsNull() =>
        Assert.Null(await Operators.DecideAsync(Guid.CreateVersion7(), OperatorAction.Paid, null, "?", null, Cancel));

    [Theory]
    [InlineData(OperatorAction.Paid, "paid")]
    [InlineData(OperatorAction.NotPaid, "not_paid")]
    [InlineData(OperatorAction.Rerun, "rerun")]
    [InlineData(OperatorAction.WriteOff, "write_off")]
    public async Task DecideAsync_Always_WritesDownWhoAndWhy(OperatorAction action, string word)
    {
        var claim = await UnknownAsync(await ClaimPaidAsync());
        var key = Guid.CreateVersion7();

        await Operators.DecideAsync(claim.AttemptId!.Value, action, null, "invoice of November", key, Cancel);

        Assert.Equal(
            $"{claim.AttemptId} {key} {word} invoice of November",
            await House.ScalarAsync<string>(
                "SELECT attempt_id || ' ' || key_id || ' ' || action || ' ' || reason FROM decisions"
            )
        );
    }

    [Theory]
    [InlineData(OperatorAction.Paid, 60L, "risk 100, cost 60")]
    [InlineData(OperatorAction.Paid, 50L, "risk 100, cost 50, overrun 10")]
    [InlineData(OperatorAction.NotPaid, null, "risk 100, clear 100, overrun 60")]
    public async Task DecideAsync_WhileItsAnswerIsBeingFinished_CountsTheBillOnce(
        OperatorAction action,
        long? cost,
        string book
    )
    {
        var claim = await UnknownAsync(await ClaimPaidAsync());
        var finishing = await FollowAsync();

        Assert.True(await DecideAsync(claim, action, cost));
        var ending = Orders.Delivered() with
        {
            Paid = true,
            Attempts = [Change(claim, AttemptState.Succeeded, new Data.Costs.Booking.Cost(60, false))],
        };
        Assert.NotNull(await Ends.EndAsync(finishing, ending, Cancel));

        Assert.Equal(book, await BookAsync(claim));
    }

    [Fact]
    public async Task DecideAsync_RacingALateAnswer_BooksOneOfBoth()
    {
        await Budgets.SetAsync(100_000, Cancel);
        for (var round = 0; round < 20; round++)
        {
            var claim = await EndedUnknownAsync();
            var account = claim.AccountId;
            var late = new LateStore(AddNode());

            var won = await Together.RunAsync<bool?>(
                2,
                async index =>
                    index == 0
                        ? await DecideAsync(claim, OperatorAction.NotPaid)
                        : await late.EndAsync(
                            Change(claim, AttemptState.Succeeded, new Data.Costs.Booking.Cost(40, false)),
                            claim.GenerationId,
                            account,
                            [],
                            Cancel
                        )
            );

            Assert.Single(won, one => one == true);
            Assert.Equal(won[0] == true ? "risk 100, clear 100" : "risk 100, cost 40", await BookAsync(claim));
        }

        Assert.Equal(0, (await Budgets.FindAsync(Cancel))!.Risk);
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task ListAsync_OpenAndEnded_ShowsTheOpenInOrderAndByState()
    {
        var unknown = await EndedUnknownAsync();
        var running = await ClaimPaidAsync();
        var cleared = await EndedUnknownAsync();
        await DecideAsync(cleared, OperatorAction.NotPaid);

        var all = await Operators.ListAsync(null, null, 10, Cancel);
        Assert.Equal([unknown.AttemptId!.Value, running.AttemptId!.Value], all.Select(open => open.Id));
        Assert.Equal(
            (unknown.GenerationId, unknown.AccountId, Paid, "unknown", Risk, "failed"),
            (
                all[0].GenerationId,
                all[0].AccountId,
                all[0].Provider,
                all[0].State,
                all[0].RiskNanos,
                all[0].GenerationState
            )
        );
        Assert.Equal(
            unknown.AttemptId,
            Assert.Single(await Operators.ListAsync(AttemptState.Unknown, null, 10, Cancel)).Id
        );
        Assert.Equal(
            running.AttemptId,
            Assert.Single(await Operators.ListAsync(null, unknown.AttemptId, 10, Cancel)).Id
        );
        Assert.Single(await Operators.ListAsync(null, null, 1, Cancel));
    }

    private Task<bool?> DecideAsync(Claim claim, OperatorAction action, long? cost = null) =>
        Operators.DecideAsync(claim.AttemptId!.Value, action, cost, "because", null, Cancel);
}
