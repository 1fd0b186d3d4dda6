using System.Text;
using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Data.Blobs;
using Atelier.Data.Budgets;
using Atelier.Engine.Callbacks;
using Atelier.Engine.Late;
using Atelier.Engine.Sweeping;
using Atelier.Engine.Tests.Nodes;
using Atelier.Engine.Views;
using Atelier.Engine.Waypoints;
using Atelier.Providers.Failures;
using Atelier.Providers.Reconciling;
using Atelier.TestKit.Racing;

namespace Atelier.Engine.Tests.Late;

public sealed class LateWorkerTests : KernelTests
{
    private readonly TestWire _wire = new("legnext", tasks: true) { Reconciliation = Reconciliation.ByWindow };

    [Fact]
    public async Task RunOnceAsync_LostCallsFoundAfterTheEnd_BecomeCandidatesAndTheCallerPaysNothing()
    {
        var (node, ended) = await EndedUnknownAsync();
        _wire.Finds = lost => new Reconciled.Found(_wire.TaskOf(lost.AttemptId));

        Assert.Equal(2, await LookAsync(node));
        Assert.Equal(2, await LookAsync(node));

        Assert.All(await AttemptsAsync(ended.Row.Id), row => Assert.Equal(AttemptState.Succeeded, row.State));
        Assert.Equal(
            2L,
            await House.ScalarAsync<long>(
                "SELECT count(*) FROM images WHERE candidate AND expires_at > atelier.now() + interval '6 days'"
            )
        );
        Assert.Equal("risk 40, risk 40, cost 10, cost 10", await Books.OfAsync(House, ended.Row.Id));
        await AssertUnchangedAsync(node, ended);
        await Books.AssertAsync(House, _wire);
    }

    [Fact]
    public async Task RunOnceAsync_LostCallsSurelyNeverThere_AreCleared()
    {
        var (node, ended) = await EndedUnknownAsync(billed: false);
        _wire.Finds = _ => new Reconciled.Nothing();

        await LookAsync(node);

        Assert.Equal("risk 40, risk 40, clear 40, clear 40", await Books.OfAsync(House, ended.Row.Id));
        await AssertUnchangedAsync(node, ended);
        await Books.AssertAsync(House, _wire);
    }

    [Fact]
    public async Task RunOnceAsync_NotToBeSaid_StaysOpenAndIsAskedLessAndLess()
    {
        var (node, ended) = await EndedUnknownAsync();

        Assert.Equal(2, await LookAsync(node));
        Assert.Equal(0, await LookAsync(node, TimeSpan.Zero));
        await House.MoveClockAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(2, await LookAsync(node, TimeSpan.Zero));
        await House.MoveClockAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(0, await LookAsync(node, TimeSpan.Zero));
        await House.MoveClockAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(2, await LookAsync(node, TimeSpan.Zero));

        Assert.Equal("risk 40, risk 40", await Books.OfAsync(House, ended.Row.Id));
        await AssertUnchangedAsync(node, ended);
    }

    [Theory]
    [InlineData(FailureKind.Unreadable, "cost 10")]
    [InlineData(FailureKind.Refused, "clear 40")]
    public async Task RunOnceAsync_LateAnswerHoldsNoPicture_OnlyTheBillCounts(FailureKind kind, string end)
    {
        var lost = WireAct.Lost(billed: kind == FailureKind.Unreadable) with { Unreadable = kind };
        var (node, ended) = await EndedUnknownAsync(lost);
        _wire.Finds = found => new Reconciled.Found(_wire.TaskOf(found.AttemptId));

        await LookAsync(node);
        await LookAsync(node);

        Assert.Equal($"risk 40, risk 40, {end}, {end}", await Books.OfAsync(House, ended.Row.Id));
        Assert.Equal(0L, await House.ScalarAsync<long>("SELECT count(*) FROM images"));
        await Books.AssertAsync(House, _wire);
    }

    [Fact]
    public async Task RunOnceAsync_AnswerBreaksWhoeverReadsIt_IsGivenUpAndOnlyItsBillIsKept()
    {
        var (node, ended) = await EndedUnknownAsync();
        // The rows say that an answer lies in the spool; what is missing there breaks the reader, each time.
        await House.ExecuteAsync("UPDATE attempts SET stored_at = atelier.now(), late = true");

        await House.ExecuteAsync("UPDATE attempts SET late_looks = @done", new { done = LateWorker.MostLooks - 2 });
        for (var look = 0; look < 2; look++)
        {
            Assert.Equal(2, await LookAsync(node));
            Assert.Equal("risk 40, risk 40", await Books.OfAsync(House, ended.Row.Id));
        }

        Assert.Equal(2, await LookAsync(node));
        Assert.Equal("risk 40, risk 40, cost 10, cost 10", await Books.OfAsync(House, ended.Row.Id));
        Assert.Equal(0, await LookAsync(node));
        await AssertUnchangedAsync(node, ended);
        await Books.AssertAsync(House, _wire);
    }

    [Fact]
    public async Task RunOnceAsync_PlaceOfPicturesIsAwayForHours_AnswerIsKeptWhenItIsBack()
    {
        var (node, ended) = await EndedUnknownAsync();
        // It was looked for a day long before it was found.
        await House.ExecuteAsync("UPDATE attempts SET late_looks = @many", new { many = LateWorker.MostLooks + 1 });
        _wire.Finds = lost => new Reconciled.Found(_wire.TaskOf(lost.AttemptId));
        await LookAsync(node);
        Waypoints.BreakAt(Waypoint.Noted, times: 2, () => new IOException("The node ends here."));
        await LookAsync(node);
        var away = $"{SpoolFolder}-away";
        Directory.Move(SpoolFolder, away);
        for (var look = 0; look < 7; look++)
        {
            Assert.Equal(2, await LookAsync(node));
        }

        Directory.Move(away, SpoolFolder);
        await LookAsync(node);

        Assert.Equal(2L, await House.ScalarAsync<long>("SELECT count(*) FROM images WHERE candidate"));
        Assert.Equal("risk 40, risk 40, cost 10, cost 10", await Books.OfAsync(House, ended.Row.Id));
        await Books.AssertAsync(House, _wire);
    }

    [Fact]
    public async Task RunOnceAsync_StoredAnswerWhoseSpoolIsGone_IsNotTakenForNeverSent()
    {
        var (node, ended) = await EndedUnknownAsync();
        await House.ExecuteAsync("UPDATE attempts SET stored_at = atelier.now()");
        foreach (var attempt in await AttemptsAsync(ended.Row.Id))
        {
            await node.Get<IBlobStore>().DeleteFolderAsync(BlobKeys.FolderOfSpool(attempt.Id), Cancel);
        }

        Assert.Equal(2, await LookAsync(node));

        Assert.Equal("risk 40, risk 40", await Books.OfAsync(House, ended.Row.Id));
        await AssertUnchangedAsync(node, ended);
        await Books.AssertAsync(House, _wire);
    }

    [Fact]
    public async Task ReceiveAsync_CallbackAfterTheEnd_MakesTheLookDueAtOnce()
    {
        var (node, ended) = await EndedUnknownAsync();
        await LookAsync(node);
        var attempt = (await AttemptsAsync(ended.Row.Id))[0].Id;

        await CallBackAsync(node, attempt);

        Assert.Equal(1, await LookAsync(node, TimeSpan.Zero));
        Assert.Equal(AttemptState.Succeeded, (await AttemptsAsync(ended.Row.Id))[0].State);
        await AssertUnchangedAsync(node, ended);
    }

    // Whoever decided that it was never paid was wrong, or nobody knew; the provider knows.
    [Theory]
    [Trait("Requirement", "A-38")]
    [InlineData(OperatorAction.NotPaid, null, "clear 40, overrun 10")]
    [InlineData(OperatorAction.WriteOff, null, "write_off 40")]
    [InlineData(OperatorAction.Paid, 4_000_000L, "cost 4, overrun 6")]
    public async Task ReceiveAsync_CallbackOfACallThatWasDecided_BindsItsTaskAndKeepsItsPicture(
        OperatorAction action,
        long? cost,
        string booked
    )
    {
        var (node, ended) = await EndedUnknownAsync();
        var attempt = await DecideAsync(node, ended, action, cost);

        Assert.True(await CallBackAsync(node, attempt));

        Assert.Equal(_wire.TaskOf(attempt), (await AttemptsAsync(ended.Row.Id))[0].TaskId);
        Assert.Equal(1, await LookAsync(node, TimeSpan.Zero));
        Assert.Equal(1L, await House.ScalarAsync<long>("SELECT count(*) FROM images WHERE candidate"));
        Assert.Equal($"risk 40, risk 40, {booked}", await Books.OfAsync(House, ended.Row.Id));
        await AssertNothingIsLeftAsync(node, attempt);
        await AssertUnchangedAsync(node, ended);
        await Books.AssertAsync(House, _wire);
    }

    [Fact]
    public async Task ReceiveAsync_CallbackOfAClearedCallWhileItsTaskRuns_IsLookedAtUntilItEnds()
    {
        var (node, ended) = await EndedUnknownAsync(WireAct.Lost() with { Polls = 1 });
        var attempt = await DecideAsync(node, ended, OperatorAction.NotPaid);
        await CallBackAsync(node, attempt);

        Assert.Equal(1, await LookAsync(node, TimeSpan.Zero));
        Assert.Equal("risk 40, risk 40, clear 40", await Books.OfAsync(House, ended.Row.Id));
        await House.ExecuteAsync("UPDATE attempts SET look_at = 'infinity' WHERE state = 'unknown'");
        Assert.Equal(1, await LookAsync(node, TimeSpan.FromMinutes(2)));

        Assert.Equal("risk 40, risk 40, clear 40, overrun 10", await Books.OfAsync(House, ended.Row.Id));
        await Books.AssertAsync(House, _wire);
    }

    [Theory]
    [InlineData(10_000_000L, "clear 40, overrun 10")]
    [InlineData(0L, "clear 40")]
    public async Task ReceiveAsync_CallbackOfAClearedCallThatFailed_BooksWhatItCost(long cost, string booked)
    {
        var lost = WireAct.Lost(billed: cost > 0) with { TaskFails = FailureKind.TaskFailed, TaskCost = cost };
        var (node, ended) = await EndedUnknownAsync(lost);
        var attempt = await DecideAsync(node, ended, OperatorAction.NotPaid);
        await CallBackAsync(node, attempt);

        Assert.Equal(1, await LookAsync(node, TimeSpan.Zero));

        Assert.Equal($"risk 40, risk 40, {booked}", await Books.OfAsync(House, ended.Row.Id));
        await AssertNothingIsLeftAsync(node, attempt);
        await AssertUnchangedAsync(node, ended);
        await Books.AssertAsync(House, _wire);
    }

    [Fact]
    public async Task ReceiveAsync_CallbackOfAClearedCallWhoseTaskIsGone_IsNotAskedForEver()
    {
        var (node, ended) = await EndedUnknownAsync(WireAct.Lost(billed: false) with { Vanishes = true });
        var attempt = await DecideAsync(node, ended, OperatorAction.NotPaid);
        await CallBackAsync(node, attempt);

        Assert.Equal(1, await LookAsync(node, TimeSpan.Zero));

        Assert.Equal("risk 40, risk 40, clear 40", await Books.OfAsync(House, ended.Row.Id));
        await AssertNothingIsLeftAsync(node, attempt);
    }

    [Fact]
    public async Task RunOnceAsync_TwoNodesAtOnce_LookAtEachOnceAndBookOnce()
    {
        var (node, ended) = await EndedUnknownAsync();
        var other = await StartAsync(_wire);
        _wire.Finds = lost => new Reconciled.Found(_wire.TaskOf(lost.AttemptId));
        await LookAsync(node);
        await House.MoveClockAsync(TimeSpan.FromHours(2));

        var looked = await Together.RunAsync(
            4,
            index => (index % 2 == 0 ? node : other).Get<LateWorker>().RunOnceAsync(Cancel)
        );

        Assert.Equal(2, looked.Sum());
        Assert.Equal("risk 40, risk 40, cost 10, cost 10", await Books.OfAsync(House, ended.Row.Id));
        Assert.Equal(2L, await House.ScalarAsync<long>("SELECT count(*) FROM images"));
    }

    [Fact]
    public async Task RunOnceAsync_BudgetIsSet_MovesFromRiskToSpent()
    {
        await new BudgetStore(House.Data).SetAsync(Most * 10, Cancel);
        var (node, _) = await EndedUnknownAsync();
        Assert.Equal(new BudgetRow(Most * 10, 0, Most * 2), await new BudgetStore(House.Data).FindAsync(Cancel));
        _wire.Finds = lost => new Reconciled.Found(_wire.TaskOf(lost.AttemptId));

        await LookAsync(node);
        await LookAsync(node);

        Assert.Equal(new BudgetRow(Most * 10, Price * 2, 0), await new BudgetStore(House.Data).FindAsync(Cancel));
        await Books.AssertAsync(House, _wire);
    }

    [Fact]
    public async Task RunOnceAsync_AnswerOfACallThatWasClearedBefore_BecomesACandidateAndAnOverrun()
    {
        // Its sender stood still between the last look at its clock and the first byte.
        var gate = new Gate();
        var wire = new TestWire("openai") { Reconciliation = Reconciliation.ById };
        wire.Then(new WireAct { After = gate });
        wire.Finds = _ => new Reconciled.Nothing();
        var zombie = await StartAsync(wire);
        var id = await zombie.AcceptAsync(Account, "back from the dead");
        await gate.Reached;
        await FreezeAsync(zombie);
        var node = await StartAsync(wire);
        await House.MoveClockAsync(TimeSpan.FromSeconds(31));
        await node.Get<QueueSweeper>().RunOnceAsync(Cancel);
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'failed')");
        await House.MoveClockAsync(TimeSpan.FromSeconds(1));
        var ended = await node.WaitAsync(id, Account);
        Assert.Equal("complete", ended.Row.State);

        gate.Open();
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'failed' AND stored_at IS NOT NULL)");
        await LookAsync(node);

        Assert.Equal("risk 40, clear 40, risk 40, cost 10, overrun 10", await Books.OfAsync(House, id));
        Assert.Equal(1L, await House.ScalarAsync<long>("SELECT count(*) FROM images WHERE candidate"));
        await AssertUnchangedAsync(node, ended);
        await Books.AssertAsync(House, wire);
    }

    /// <summary>A generation whose two calls were both lost, and that has failed for it.</summary>
    private Task<(TestNode Node, GenerationDetail Ended)> EndedUnknownAsync(bool billed = true) =>
        EndedUnknownAsync(WireAct.Lost(billed));

    private async Task<(TestNode Node, GenerationDetail Ended)> EndedUnknownAsync(WireAct lost)
    {
        _wire.Always = lost;
        var node = await StartAsync(_wire);
        var id = await node.AcceptAsync(Account, "lost twice");
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'unknown' AND polls > 0)");
        await House.MoveClockAsync(TimeSpan.FromSeconds(61));
        await UntilAsync("count(*) = 2 FROM attempts WHERE state = 'unknown' AND polls > 0");
        await House.MoveClockAsync(TimeSpan.FromSeconds(61));
        var ended = await node.WaitAsync(id, Account);
        Assert.Equal(("failed", "outcome_unknown"), (ended.Row.State, ended.Row.ErrorCode));
        await Books.AssertAsync(House, _wire);
        return (node, ended);
    }

    private Task<bool> CallBackAsync(TestNode node, Guid attempt) =>
        node.Get<CallbackReceiver>()
            .ReceiveAsync(
                _wire.Id,
                attempt,
                TestAddresses.TokenOf(attempt),
                Encoding.UTF8.GetBytes(_wire.TaskOf(attempt)),
                Cancel
            );

    /// <summary>Lets the operator decide about the first call; the other stays unknown, and is not due.</summary>
    private async Task<Guid> DecideAsync(
        TestNode node,
        GenerationDetail ended,
        OperatorAction action,
        long? cost = null
    )
    {
        var attempt = (await AttemptsAsync(ended.Row.Id))[0].Id;
        await LookAsync(node);
        var store = node.Get<OperatorStore>();
        Assert.True(await store.DecideAsync(attempt, action, cost, "said the console", null, Cancel));
        return attempt;
    }

    private async Task AssertNothingIsLeftAsync(TestNode node, Guid attempt)
    {
        await LookAsync(node);
        Assert.False(await House.ScalarAsync<bool>("SELECT late FROM attempts WHERE id = @attempt", new { attempt }));
        Assert.NotEqual(
            AttemptState.Unknown,
            AttemptStates.Parse(
                await House.ScalarAsync<string>("SELECT state FROM attempts WHERE id = @attempt", new { attempt }) ?? ""
            )
        );
    }

    /// <summary>One round, some time after the last.</summary>
    private async Task<int> LookAsync(TestNode node, TimeSpan? later = null)
    {
        await House.MoveClockAsync(later ?? TimeSpan.FromHours(2));
        return await node.Get<LateWorker>().RunOnceAsync(Cancel);
    }

    private async Task AssertUnchangedAsync(TestNode node, GenerationDetail ended)
    {
        var now = await node.Get<GenerationReader>().FindAsync(ended.Row.Id, Account, Cancel);
        Assert.Equal(ended.Row, now!.Row);
        Assert.Equal(
            ended.Slots.Select(slot => (slot.Image?.Id, slot.ErrorCode)),
            now.Slots.Select(slot => (slot.Image?.Id, slot.ErrorCode))
        );
        Assert.Equal(100_000 - ended.Row.Settled, await BalanceAsync());
    }
}
