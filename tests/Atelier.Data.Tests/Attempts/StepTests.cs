using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Data.Budgets;
using Atelier.Data.Costs;
using Atelier.Data.Queue;
using Atelier.Data.Tests.Stores;
using Npgsql;

namespace Atelier.Data.Tests.Attempts;

public class StepTests : PaidStoreTests
{
    [Fact]
    public async Task ClaimAsync_PaidLane_WritesTheIntentItsRiskAndItsSlots()
    {
        var claim = await ClaimPaidAsync(count: 3);

        var row = await AttemptAsync(claim);
        Assert.Equal(
            (AttemptState.Intent, Risk, Timeout, 0, false),
            (row.State, row.Risk, row.PostTimeout, row.Link, row.Rerun)
        );
        Assert.Equal([0, 1, 2], row.Slots);
        Assert.Equal("risk 100", await BookAsync(claim));
        Assert.Equal(
            3L,
            await House.ScalarAsync<long>(
                "SELECT count(*) FROM slots WHERE attempt_id = @AttemptId",
                new { claim.AttemptId }
            )
        );
        // What was claimed is not claimed again.
        Assert.False(await House.ScalarAsync<bool>("SELECT submit FROM queue"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WriteAsync_OfAZombie_WritesNothing(bool takenOver)
    {
        var claim = await ClaimPaidAsync();
        await House.MoveClockAsync(TimeSpan.FromSeconds(31));
        await Leases.ReleaseExpiredAsync(Cancel);
        if (takenOver)
        {
            await FollowAsync();
        }

        var before = await TableContents.ReadAsync(House);
        foreach (
            var step in new[]
            {
                new Step([Change(claim, AttemptState.Answered)]) { Keep = true },
                new Step([Change(claim, AttemptState.Failed, new Booking.Clear())], Call(link: 1)),
                new Step([], FollowIn: TimeSpan.Zero) { Polled = [claim.AttemptId!.Value] },
            }
        )
        {
            Assert.Equal(StepOutcome.Lost, await Steps.WriteAsync(claim, step, Cancel));
        }

        await Leases.HandBackUnsentAsync(claim, TimeSpan.Zero, failed: true, Cancel);
        Assert.Equal(before, await TableContents.ReadAsync(House));
    }

    [Fact]
    public async Task WriteAsync_CallFailed_FreesItsSlotsAndQueuesTheNextInItsLane()
    {
        await new LaneStore(House.Data).SaveAsync([new Lane("other", 5, Paid: true)], Cancel);
        await House.ExecuteAsync("UPDATE lanes SET vtime = 77 WHERE id = 'other'");
        var claim = await ClaimPaidAsync(count: 2);

        var step = new Step(
            [Change(claim, AttemptState.Failed, new Booking.Cost(7, Estimated: true))],
            Call(2, "other", link: 1)
        );
        Assert.Equal(StepOutcome.Written, await Steps.WriteAsync(claim, step, Cancel));

        Assert.Equal("risk 100, cost 7", await BookAsync(claim));
        Assert.Equal(0L, await House.ScalarAsync<long>("SELECT count(*) FROM slots WHERE attempt_id IS NOT NULL"));
        Assert.Equal(77, await House.ScalarAsync<long>("SELECT sort_key FROM queue"));
        Assert.Empty(await Claims.ClaimAsync(Wish(Paid), Cancel));
        var next = Assert.Single(await Claims.ClaimAsync(Wish("other"), Cancel));
        Assert.Equal((1, 2), (next.Link, next.Epoch));
        await AssertBalancedAsync();
    }

    [Theory]
    [InlineData(AttemptState.Failed)]
    [InlineData(AttemptState.NotSent)]
    [InlineData(AttemptState.Succeeded)]
    [InlineData(AttemptState.WrittenOff)]
    public async Task WriteAsync_AttemptHasEnded_NeverChangesAgain(AttemptState ended)
    {
        var claim = await ClaimPaidAsync();
        await Steps.WriteAsync(claim, new Step([Change(claim, ended, new Booking.Clear())]) { Keep = true }, Cancel);

        await Steps.WriteAsync(claim, new Step([Change(claim, AttemptState.Answered)]) { Keep = true }, Cancel);

        Assert.Equal(ended, (await AttemptAsync(claim)).State);
        Assert.Equal("risk 100, clear 100", await BookAsync(claim));
    }

    [Fact]
    public async Task WriteAsync_LookedAfter_CountsPollsAndTheFirstWatch()
    {
        var claim = await ClaimPaidAsync();
        var id = claim.AttemptId!.Value;
        await Steps.WriteAsync(claim, new Step([], FollowIn: TimeSpan.Zero) { Polled = [id] }, Cancel);
        await Steps.WriteAsync(await FollowAsync(), new Step([], FollowIn: TimeSpan.Zero) { Watched = [id] }, Cancel);
        var first = (await AttemptAsync(claim)).WatchedSince;
        await House.MoveClockAsync(TimeSpan.FromMinutes(1));
        await Steps.WriteAsync(await FollowAsync(), new Step([], FollowIn: Timeout) { Watched = [id] }, Cancel);

        var row = await AttemptAsync(claim);
        Assert.Equal((3, first), (row.Polls, row.WatchedSince));
        Assert.NotNull(first);
        Assert.Empty(await Claims.ClaimFollowUpsAsync(Guid.CreateVersion7(), 1, Timeout, [], Cancel));
        await House.MoveClockAsync(Timeout);
        await FollowAsync();
    }

    [Fact]
    public async Task WriteAsync_WaitBeforeTheNextCall_IsKept()
    {
        var claim = await ClaimPaidAsync();
        var step = new Step(
            [Change(claim, AttemptState.NotSent, new Booking.Clear())],
            Call(),
            TimeSpan.FromMinutes(1)
        );
        Assert.Equal(StepOutcome.Written, await Steps.WriteAsync(claim, step, Cancel));

        Assert.Empty(await Claims.ClaimAsync(Wish(Paid), Cancel));
        await House.MoveClockAsync(TimeSpan.FromSeconds(61));

        var next = Assert.Single(await Claims.ClaimAsync(Wish(Paid), Cancel));
        Assert.Equal((claim.GenerationId, 2), (next.GenerationId, next.Epoch));
        Assert.NotEqual(claim.AttemptId, next.AttemptId);
    }

    [Fact]
    public async Task WriteAsync_NothingToSendAnyMore_TakesTheQueuedCallBack()
    {
        var claim = await ClaimPaidAsync();
        var queued = new Step([Change(claim, AttemptState.Unknown)], Call(link: 0, risk: 0), FollowIn: TimeSpan.Zero);
        Assert.Equal(StepOutcome.Written, await Steps.WriteAsync(claim, queued, Cancel));

        // The lost call was found: what was queued in its place is not to be sent.
        var follow = await FollowAsync();
        await Steps.WriteAsync(
            follow,
            new Step([Change(claim, AttemptState.Submitted)], FollowIn: TimeSpan.FromSeconds(5)),
            Cancel
        );

        Assert.Empty(await Claims.ClaimAsync(Wish(Paid), Cancel));
    }

    [Fact]
    public async Task ClaimAsync_SecondRerunOfAGeneration_IsRefusedByTheDatabase()
    {
        var claim = await ClaimPaidAsync();
        await UnknownAsync(claim);
        await House.ExecuteAsync("UPDATE queue SET submit = true, rerun = true, state = 'ready'");
        Assert.Single(await Claims.ClaimAsync(Wish(Paid), Cancel));
        await House.ExecuteAsync("UPDATE queue SET submit = true, rerun = true, state = 'ready'");

        var refused = await Assert.ThrowsAsync<PostgresException>(() => Claims.ClaimAsync(Wish(Paid), Cancel));

        Assert.Equal("attempts_one_rerun", refused.ConstraintName);
    }

    [Fact]
    public async Task HandBackUnsentAsync_CallWasSurelyNotSent_IsSentByTheNextClaim()
    {
        var claim = await ClaimPaidAsync(count: 2);

        await Leases.HandBackUnsentAsync(claim, TimeSpan.FromMinutes(1), failed: true, Cancel);

        var row = await AttemptAsync(claim);
        Assert.Equal((AttemptState.NotSent, "node_stopping"), (row.State, row.Failure));
        Assert.Equal("risk 100, clear 100", await BookAsync(claim));
        Assert.Equal(0L, await House.ScalarAsync<long>("SELECT count(*) FROM slots WHERE attempt_id IS NOT NULL"));
        Assert.Empty(await Claims.ClaimAsync(Wish(Paid), Cancel));
        await House.MoveClockAsync(TimeSpan.FromSeconds(61));
        var again = Assert.Single(await Claims.ClaimAsync(Wish(Paid), Cancel));
        Assert.Equal((2, 1), (again.Epoch, again.Failures));
        Assert.Equal([0, 1], (await AttemptAsync(again)).Slots);
    }

    [Fact]
    public async Task HandBackUnsentAsync_AttemptIsKnownToBeSent_LeavesIt()
    {
        var claim = await ClaimPaidAsync();
        await House.ExecuteAsync("UPDATE attempts SET state = 'submitted'");

        await Leases.HandBackUnsentAsync(claim, TimeSpan.Zero, failed: true, Cancel);

        Assert.Equal(AttemptState.Submitted, (await AttemptAsync(claim)).State);
        Assert.Equal("risk 100", await BookAsync(claim));
    }

    public static TheoryData<Booking, long, bool> Rooms =>
        new()
        {
            // One call may cost 100, and the next may as well.
            { new Booking.Clear(), 100, true },
            { new Booking.Clear(), 99, false },
            { new Booking.Cost(30, false), 130, true },
            { new Booking.Cost(30, false), 129, false },
            { new Booking.Cost(100, false), 200, true },
            { new Booking.Cost(150, false), 249, false },
            { new Booking.Cost(150, false), 250, true },
        };

    [Theory]
    [MemberData(nameof(Rooms))]
    public async Task WriteAsync_NextCall_NeedsRoomUnderTheCallersCap(Booking booking, long cap, bool fits)
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var claim = await ClaimPaidAsync(PaidOrder(account, maxCost: cap));
        var before = await TableContents.ReadAsync(House);

        var outcome = await Steps.WriteAsync(
            claim,
            new Step([Change(claim, AttemptState.Failed, booking)], Call(link: 1)),
            Cancel
        );

        Assert.Equal(fits ? StepOutcome.Written : StepOutcome.NoRoom, outcome);
        if (!fits)
        {
            Assert.Equal(before, await TableContents.ReadAsync(House));
        }
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public async Task WriteAsync_NextCall_NeedsRoomInTheBudget(Booking booking, long limit, bool fits)
    {
        await Budgets.SetAsync(Math.Max(limit, Risk), Cancel);
        var claim = await ClaimPaidAsync();
        if (limit < Risk)
        {
            // The operator lowers it while work is under way.
            await Budgets.SetAsync(limit, Cancel);
            fits = true;
        }

        var outcome = await Steps.WriteAsync(
            claim,
            new Step([Change(claim, AttemptState.Failed, booking)], Call(link: 1)),
            Cancel
        );

        Assert.Equal(fits ? StepOutcome.Written : StepOutcome.NoRoom, outcome);
        var reserved = await House.ScalarAsync<long>("SELECT cost_reserved FROM generations");
        Assert.Equal(new BudgetRow(limit, 0, reserved), await Budgets.FindAsync(Cancel));
        Assert.InRange(reserved, Risk, Math.Max(limit, Risk));
    }

    [Fact]
    public async Task WriteAsync_RerunBesideAnOpenRisk_HoldsBothOfTheBudget()
    {
        await Budgets.SetAsync(1000, Cancel);
        var claim = await ClaimPaidAsync();

        var step = new Step([Change(claim, AttemptState.Unknown)], Call(rerun: true));
        Assert.Equal(StepOutcome.Written, await Steps.WriteAsync(claim, step, Cancel));

        Assert.Equal(new BudgetRow(1000, 0, 2 * Risk), await Budgets.FindAsync(Cancel));
        Assert.Equal(2 * Risk, await House.ScalarAsync<long>("SELECT cost_reserved FROM generations"));
        Assert.True((await AttemptAsync(Assert.Single(await Claims.ClaimAsync(Wish(Paid), Cancel)))).Rerun);
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task WriteAsync_OperatorClearedTheRiskMeanwhile_ItIsNotRoomTwice()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var claim = await ClaimPaidAsync(PaidOrder(account, maxCost: 150));
        await UnknownAsync(claim);
        var follow = await FollowAsync();
        Assert.True(
            await Operators.DecideAsync(claim.AttemptId!.Value, OperatorAction.Paid, 60, "invoice", null, Cancel)
        );

        // 60 were billed, and the next may cost 100: that makes 160.
        var step = new Step([Change(claim, AttemptState.Failed, new Booking.Clear())], Call(link: 1));

        Assert.Equal(StepOutcome.NoRoom, await Steps.WriteAsync(follow, step, Cancel));
    }
}
