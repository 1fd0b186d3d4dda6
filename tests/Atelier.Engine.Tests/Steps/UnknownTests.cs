using System.Collections.Concurrent;
using System.Text;
using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Engine.Callbacks;
using Atelier.Engine.Sweeping;
using Atelier.Engine.Tests.Nodes;
using Atelier.Providers.Reconciling;

namespace Atelier.Engine.Tests.Steps;

public sealed class UnknownTests : KernelTests
{
    private readonly TestWire _blind = new("openai");
    private readonly TestWire _finder = new("legnext", tasks: true) { Reconciliation = Reconciliation.ByWindow };
    private readonly TestWire _next = new("piapi");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_LostWhereNothingCanBeFound_RunsOnceAgainAndTheRiskStaysOpen(bool billed)
    {
        _blind.Then(WireAct.Lost(billed));
        var node = await StartAsync(_blind, _next);

        var detail = await RunAsync(node);

        Assert.Equal(
            ("complete", "gamma", 1000L),
            (detail.Row.State, detail.Slots[0].Image!.Model, detail.Row.Settled)
        );
        var attempts = await AttemptsAsync(detail.Row.Id);
        Assert.Equal(
            [(AttemptState.Unknown, false), (AttemptState.Succeeded, true)],
            attempts.Select(attempt => (attempt.State, attempt.Rerun))
        );
        Assert.Equal("risk 40, risk 40, cost 10", await Books.OfAsync(House, detail.Row.Id));
        await Books.AssertAsync(House, _blind, _next);
    }

    [Fact]
    public async Task RunAsync_LostWithoutAnotherOffer_RunsAgainAtTheSame()
    {
        _blind.Then(WireAct.Lost());
        var node = await StartAsync(_blind);

        Assert.Equal("complete", (await RunAsync(node)).Row.State);

        Assert.Equal(2, _blind.Posts.Count);
        await Books.AssertAsync(House, _blind);
    }

    [Fact]
    public async Task RunAsync_LostTwice_FailsAndSaysThatItIsNotKnown()
    {
        _blind.Always = WireAct.Lost();
        var node = await StartAsync(_blind);

        var detail = await RunAsync(node);

        Assert.Equal(("failed", "outcome_unknown", 0L), (detail.Row.State, detail.Row.ErrorCode, detail.Row.Settled));
        Assert.Equal(2, _blind.Posts.Count);
        Assert.Equal("risk 40, risk 40", await Books.OfAsync(House, detail.Row.Id));
        Assert.Equal(100_000, await BalanceAsync());
        await Books.AssertAsync(House, _blind);
    }

    [Fact]
    public async Task RunAsync_TwoSlotsLost_RunsOneAgain()
    {
        _blind.Then(WireAct.Lost(), WireAct.Lost());
        var node = await StartAsync(_blind);

        var detail = await RunAsync(node, count: 2);

        Assert.Equal(("complete", 1000L), (detail.Row.State, detail.Row.Settled));
        Assert.Equal([null, "outcome_unknown"], detail.Slots.Select(slot => slot.ErrorCode));
        Assert.Equal(3, _blind.Posts.Count);
        await Books.AssertAsync(House, _blind);
    }

    [Fact]
    public async Task RunAsync_LostAndFound_IsPaidOnce()
    {
        _finder.Then(WireAct.Lost());
        _finder.Finds = lost => new Reconciled.Found(_finder.TaskOf(lost.AttemptId));
        var node = await StartAsync(_finder, _next);

        var detail = await RunAsync(node);

        Assert.Equal(("complete", "beta"), (detail.Row.State, detail.Slots[0].Image!.Model));
        Assert.Single(_finder.Posts);
        Assert.Empty(_next.Posts);
        Assert.Equal("risk 40, cost 10", await Books.OfAsync(House, detail.Row.Id));
        await Books.AssertAsync(House, _finder, _next);
    }

    [Fact]
    public async Task RunAsync_LostCall_IsLookedForWithTheGraceThatIsSet()
    {
        var graces = new ConcurrentBag<TimeSpan>();
        _finder.Then(WireAct.Lost());
        _finder.Finds = lost =>
        {
            graces.Add(lost.Grace);
            return new Reconciled.Found(_finder.TaskOf(lost.AttemptId));
        };
        var node = await StartAsync(new NodeSetup { Wires = [_finder] }, work => work.Grace = TimeSpan.FromSeconds(41));

        await RunAsync(node);

        Assert.All(graces, grace => Assert.Equal(TimeSpan.FromSeconds(41), grace));
        Assert.NotEmpty(graces);
    }

    [Fact]
    public async Task RunAsync_LostAndSurelyNeverThere_IsClearedAndSentAgain()
    {
        _finder.Then(WireAct.Lost(billed: false));
        _finder.Finds = _ => new Reconciled.Nothing();
        var node = await StartAsync(_finder);

        var id = await node.AcceptAsync(Account, "again");
        var detail = await HurryAsync(node, id);

        Assert.Equal("complete", detail.Row.State);
        Assert.Equal("risk 40, clear 40, risk 40, cost 10", await Books.OfAsync(House, id));
        Assert.All(await AttemptsAsync(id), attempt => Assert.False(attempt.Rerun));
        await Books.AssertAsync(House, _finder);
    }

    [Fact]
    public async Task RunAsync_LostAndNotToBeSaid_IsNotRunAgainBeforeItsTimeIsOver()
    {
        var finder = new TestWire("legnext", tasks: true)
        {
            Reconciliation = Reconciliation.ByWindow,
            PostTimeout = TimeSpan.FromMinutes(10),
        };
        finder.Then(WireAct.Lost());
        var node = await StartAsync(finder, _next);

        var id = await node.AcceptAsync(Account, "unsure");
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'unknown' AND polls > 1)");
        // Ten minutes for the POST and half of one of grace.
        await House.MoveClockAsync(TimeSpan.FromMinutes(8));
        var polls = (await AttemptsAsync(id))[0].Polls;
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE polls > @polls + 1)", new { polls });
        Assert.Empty(_next.Posts);
        await House.MoveClockAsync(TimeSpan.FromMinutes(3));

        Assert.Equal("complete", (await node.WaitAsync(id, Account)).Row.State);
        Assert.Single(_next.Posts);
        Assert.Equal("risk 40, risk 40, cost 10", await Books.OfAsync(House, id));
        await Books.AssertAsync(House, finder, _next);
    }

    [Fact]
    public async Task RunAsync_TwoLostAndOneTask_KnowsTheRivalAndTheTaskThatIsSpokenFor()
    {
        var looked = new List<LostCall>();
        _finder.Then(WireAct.Answers with { Polls = int.MaxValue }, WireAct.Lost(), WireAct.Lost());
        _finder.Finds = lost =>
        {
            lock (looked)
            {
                looked.Add(lost);
            }

            return new Reconciled.Unsure();
        };
        var node = await StartAsync(_finder);

        var id = await node.AcceptAsync(Account, "three", count: 3);
        await UntilAsync("count(*) = 2 FROM attempts WHERE state = 'unknown' AND polls > 1");
        var attempts = await AttemptsAsync(id);

        lock (looked)
        {
            var last = looked[^1];
            Assert.Single(last.Rivals);
            Assert.Equal([attempts[0].TaskId!], last.KnownTasks);
            Assert.NotNull(last.WatchedSince);
        }

        _finder.Finds = lost => new Reconciled.Found(_finder.TaskOf(lost.AttemptId));
        _finder.Finish();
        Assert.Equal(3000, (await node.WaitAsync(id, Account)).Row.Settled);
        Assert.Equal(3, _finder.Posts.Count);
    }

    [Fact]
    public async Task RunAsync_NodeStoodStillThroughItsLease_ItsAnswerIsTakenAndNothingIsSentAgain()
    {
        var gate = new Gate();
        _blind.Then(new WireAct { After = gate });
        var frozen = await StartAsync(_blind);
        var id = await frozen.AcceptAsync(Account, "slow");
        await gate.Reached;
        await FreezeAsync(frozen);

        var other = await StartAsync(_blind);
        await House.MoveClockAsync(TimeSpan.FromSeconds(31));
        await other.Get<QueueSweeper>().RunOnceAsync(Cancel);
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'unknown')");
        await UntilAsync("EXISTS (SELECT FROM queue WHERE follow_at > atelier.now())");
        gate.Open();
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE stored_at IS NOT NULL)");
        await frozen.StopAsync();
        await House.MoveClockAsync(TimeSpan.FromSeconds(30));
        var detail = await other.WaitAsync(id, Account);

        Assert.Equal(("complete", 1000L), (detail.Row.State, detail.Row.Settled));
        Assert.Single(_blind.Posts);
        Assert.Equal("risk 40, cost 10", await Books.OfAsync(House, id));
        await Books.AssertAsync(House, _blind);
    }

    [Fact]
    public async Task RunAsync_AnswerOfANodeThatLostItsLease_IsLookedForAtOnce()
    {
        var gate = new Gate();
        var wire = new TestWire("openai") { PostTimeout = TimeSpan.FromMinutes(10) };
        wire.Then(new WireAct { After = gate });
        var frozen = await StartAsync(wire);
        await frozen.AcceptAsync(Account, "slow");
        await gate.Reached;
        await FreezeAsync(frozen);
        var other = await StartAsync(wire);
        await House.MoveClockAsync(TimeSpan.FromSeconds(31));
        await other.Get<QueueSweeper>().RunOnceAsync(Cancel);
        await UntilAsync("EXISTS (SELECT FROM queue WHERE follow_at > atelier.now())");

        gate.Open();
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE stored_at IS NOT NULL)");
        await frozen.StopAsync();

        // Nobody has to wait ten minutes for what lies in the spool.
        Assert.False(
            await House.ScalarAsync<bool>(
                "SELECT EXISTS (SELECT FROM queue WHERE state = 'ready' AND follow_at > atelier.now())"
            )
        );
    }

    [Fact]
    public async Task RunAsync_TaskVanished_IsUnknownAndRunAgainWithoutAWait()
    {
        var wire = new TestWire("legnext", tasks: true);
        wire.Then(new WireAct { Vanishes = true });
        var node = await StartAsync(wire, _next);

        var detail = await RunAsync(node);

        Assert.Equal("complete", detail.Row.State);
        Assert.Equal(
            [AttemptState.Unknown, AttemptState.Succeeded],
            (await AttemptsAsync(detail.Row.Id)).Select(attempt => attempt.State)
        );
        await Books.AssertAsync(House, wire, _next);
    }

    [Fact]
    public async Task ReceiveAsync_CallbackOfALostCall_BindsItsTask()
    {
        _finder.Then(WireAct.Lost());
        var node = await StartAsync(_finder, _next);
        var id = await node.AcceptAsync(Account, "called back");
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'unknown')");
        var attempt = (await AttemptsAsync(id))[0].Id;
        Assert.Contains(attempt.ToString(), _finder.Posts[0].Callback!.ToString(), StringComparison.Ordinal);

        Assert.False(await CallBackAsync(node, attempt, "guessed", _finder.TaskOf(attempt)));
        // A name that the provider does not know is not believed.
        Assert.True(await CallBackAsync(node, attempt, TestAddresses.TokenOf(attempt), "made up"));
        Assert.Null((await AttemptsAsync(id))[0].TaskId);
        Assert.True(await CallBackAsync(node, attempt, TestAddresses.TokenOf(attempt), _finder.TaskOf(attempt)));

        Assert.Equal("complete", (await node.WaitAsync(id, Account)).Row.State);
        Assert.Single(_finder.Posts);
        Assert.Empty(_next.Posts);
        await Books.AssertAsync(House, _finder, _next);
    }

    [Fact]
    public async Task ReceiveAsync_CallbackWhileTheRerunWaitsForItsLane_TheRerunIsNotSent()
    {
        _finder.Then(WireAct.Lost() with { Polls = int.MaxValue });
        var node = await StartAsync(_finder, _next);
        await PauseAsync(_next.Id);
        var id = await node.AcceptAsync(Account, "found in time");
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'unknown')");
        await House.MoveClockAsync(TimeSpan.FromSeconds(61));
        await UntilAsync("EXISTS (SELECT FROM queue WHERE submit AND rerun AND state = 'ready')");

        var attempt = (await AttemptsAsync(id))[0].Id;
        await CallBackAsync(node, attempt, TestAddresses.TokenOf(attempt), _finder.TaskOf(attempt));
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'submitted' AND polls > 2)");
        Assert.False(await House.ScalarAsync<bool>("SELECT submit FROM queue"));
        await ResumeAsync(_next.Id);
        await UntilAsync(
            "EXISTS (SELECT FROM attempts WHERE polls > @polls)",
            new { (await AttemptsAsync(id))[0].Polls }
        );
        _finder.Finish();

        Assert.Equal("complete", (await node.WaitAsync(id, Account)).Row.State);
        Assert.Empty(_next.Posts);
        Assert.Equal("risk 40, cost 10", await Books.OfAsync(House, id));
    }

    [Fact]
    public async Task DecideAsync_OperatorDoesNotWait_RunsAgainAtOnce()
    {
        _finder.Then(WireAct.Lost());
        var node = await StartAsync(_finder, _next);
        var id = await node.AcceptAsync(Account, "impatient");
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'unknown')");

        // Where a call can be found it is looked for to the end, unless it is decided.
        var attempt = (await AttemptsAsync(id))[0].Id;
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE polls > 0)");
        Assert.True(
            await node.Get<OperatorStore>()
                .DecideAsync(attempt, OperatorAction.NotPaid, null, "their support says so", null, Cancel)
        );

        Assert.Equal("complete", (await node.WaitAsync(id, Account)).Row.State);
        Assert.Equal("risk 40, clear 40, risk 40, cost 10", await Books.OfAsync(House, id));
    }

    private static Task<bool> CallBackAsync(TestNode node, Guid attempt, string token, string body) =>
        node.Get<CallbackReceiver>().ReceiveAsync("legnext", attempt, token, Encoding.UTF8.GetBytes(body), Cancel);
}
