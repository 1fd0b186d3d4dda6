using Atelier.Core.States;
using Atelier.Engine.Sweeping;
using Atelier.Engine.Tests.Nodes;
using Atelier.Engine.Waypoints;
using Atelier.Providers.Failures;

namespace Atelier.Engine.Tests.Steps;

public sealed class GuardTests : KernelTests
{
    private readonly TestWire _wire = new("openai");
    private readonly TestWire _next = new("legnext");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task BeforeSendAsync_IntentGrewOld_IsNotSentAndANewOneIs(bool atTheLastMoment)
    {
        var gate = atTheLastMoment ? Waypoints.StopOnceAt(Waypoint.Sending) : new Gate();
        if (!atTheLastMoment)
        {
            _wire.Then(new WireAct { Before = gate });
        }

        var node = await StartAsync(_wire, _next);
        var id = await node.AcceptAsync(Account, "slow");
        await gate.Reached;
        await PauseAsync(_wire.Id);
        Time.Jump(TimeSpan.FromSeconds(5.5));
        gate.Open();
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'not_sent' AND failure = 'intent_too_late')");
        Assert.Empty(_wire.Posts);
        // Nothing was sent, and its note must not say that something may have been.
        Assert.False(await SpoolOf(Assert.Single(await AttemptsAsync(id)).Id).WasSendingAsync(Cancel));
        await ResumeAsync(_wire.Id);

        Assert.Equal("complete", (await HurryAsync(node, id)).Row.State);
        Assert.Single(_wire.Posts);
        Assert.Empty(_next.Posts);
        Assert.Equal("risk 40, clear 40, risk 40, cost 10", await Books.OfAsync(House, id));
        await Books.AssertAsync(House, _wire, _next);
    }

    [Fact]
    public async Task ReadyAsync_PreparedForLongerThanAnIntentLives_IsSentUnderTheSameIntentMadeAnew()
    {
        var gate = new Gate();
        _wire.Then(new WireAct { Prepares = gate });
        var node = await StartAsync(_wire, _next);
        // The clock moves almost as far as the lease lasts: whoever renews it a moment late shall not lose it.
        await node.Get<QueueSweeper>().StopAsync(Cancel);
        var id = await node.AcceptAsync(Account, "large pictures");
        await gate.Reached;
        var begun = Assert.Single(await AttemptsAsync(id)).IntentAt;
        Time.Jump(TimeSpan.FromSeconds(8));
        await House.MoveClockAsync(TimeSpan.FromSeconds(8));
        gate.Open();

        Assert.Equal("complete", (await node.WaitAsync(id, Account)).Row.State);
        Assert.Single(_wire.Posts);
        Assert.True(Assert.Single(await AttemptsAsync(id)).IntentAt >= begun + TimeSpan.FromSeconds(8));
        Assert.Equal("risk 40, cost 10", await Books.OfAsync(House, id));
        await Books.AssertAsync(House, _wire, _next);
    }

    [Fact]
    public async Task ReadyAsync_PreparedForLongerThanItsLease_IsNotSent()
    {
        var gate = new Gate();
        _wire.Then(new WireAct { Prepares = gate });
        var frozen = await StartAsync(_wire);
        var id = await frozen.AcceptAsync(Account, "asleep");
        await gate.Reached;
        await FreezeAsync(frozen);
        var other = await StartAsync(_wire);
        await House.MoveClockAsync(TimeSpan.FromSeconds(31));
        await other.Get<QueueSweeper>().RunOnceAsync(Cancel);
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'not_sent')");
        Time.Jump(TimeSpan.FromSeconds(31));
        gate.Open();
        await frozen.StopAsync();
        await House.MoveClockAsync(TimeSpan.FromSeconds(1));

        Assert.Equal("complete", (await other.WaitAsync(id, Account)).Row.State);
        Assert.Single(_wire.Posts);
        Assert.Equal("risk 40, clear 40, risk 40, cost 10", await Books.OfAsync(House, id));
        await Books.AssertAsync(House, _wire);
    }

    [Fact]
    public async Task RunAsync_CallsThatAreNeverReady_AreBoundedAndAnotherOfferServes()
    {
        _wire.Always = new WireAct { Prepares = new Gate() };
        var node = await StartAsync(
            new NodeSetup { Wires = [_wire, _next] },
            work => work.Preparing = TimeSpan.FromMilliseconds(200)
        );
        var id = await node.AcceptAsync(Account, "never ready");
        var detail = await HurryAsync(node, id);

        Assert.Equal(("complete", "beta"), (detail.Row.State, detail.Slots[0].Image!.Model));
        Assert.Empty(_wire.Posts);
        Assert.Equal(
            ["intent_too_late", "intent_too_late", "intent_too_late", null],
            (await AttemptsAsync(id)).Select(attempt => attempt.Failure)
        );
        await Books.AssertAsync(House, _wire, _next);
    }

    [Fact]
    public async Task RunAsync_CallsThatAreNeverReadyAndNobodyElse_FailWithATypedError()
    {
        _wire.Always = new WireAct { Prepares = new Gate() };
        var node = await StartAsync(
            new NodeSetup { Wires = [_wire] },
            work => work.Preparing = TimeSpan.FromMilliseconds(200)
        );
        var id = await node.AcceptAsync(Account, "never ready");
        var detail = await HurryAsync(node, id);

        Assert.Equal(("failed", "service_unavailable"), (detail.Row.State, detail.Row.ErrorCode));
        Assert.Equal(
            Enumerable.Repeat("intent_too_late", 8),
            (await AttemptsAsync(id)).Select(attempt => attempt.Failure)
        );
        Assert.Empty(_wire.Posts);
        Assert.Equal(100_000, await BalanceAsync());
        await Books.AssertAsync(House, _wire);
    }

    [Fact]
    public async Task BeforeSendAsync_IntentIsYoungEnough_IsSent()
    {
        var gate = new Gate();
        _wire.Then(new WireAct { Before = gate });
        var node = await StartAsync(_wire);
        // Of the five seconds that an intent lives, the machine takes none.
        Time.Stop();
        var id = await node.AcceptAsync(Account, "not so slow");
        await gate.Reached;
        Time.Jump(TimeSpan.FromSeconds(3));
        gate.Open();

        Assert.Equal("complete", (await node.WaitAsync(id, Account)).Row.State);
        Assert.Single(await AttemptsAsync(id));
    }

    [Fact]
    public async Task BeforeSendAsync_AdapterWantsToSendTwice_TheFirstMayHaveBeenBilled()
    {
        _wire.Then(new WireAct { SendsTwice = true });
        var node = await StartAsync(_wire, _next);

        var detail = await RunAsync(node);

        Assert.Equal("complete", detail.Row.State);
        Assert.Equal(AttemptState.Unknown, (await AttemptsAsync(detail.Row.Id))[0].State);
        await Books.AssertAsync(House, _wire, _next);
    }

    [Theory]
    [InlineData(FailureKind.NotSent, Charge.None)]
    [InlineData(FailureKind.Lost, Charge.Unknown)]
    [InlineData(FailureKind.ServerError, Charge.Charged)]
    public async Task SubmitAsync_FailsBeforeAnythingWasSent_CostsNothing(FailureKind kind, Charge charge)
    {
        _wire.Then(WireAct.Failing(kind, charge) with { Early = true });
        var node = await StartAsync(_wire, _next);

        var detail = await RunAsync(node);

        Assert.Equal(("complete", "beta"), (detail.Row.State, detail.Slots[0].Image!.Model));
        Assert.Equal("risk 40, clear 40, risk 40, cost 10", await Books.OfAsync(House, detail.Row.Id));
        await Books.AssertAsync(House, _wire, _next);
    }

    [Theory]
    [InlineData(true, AttemptState.NotSent, "risk 40, clear 40, risk 40, cost 10")]
    [InlineData(false, AttemptState.Unknown, "risk 40, risk 40, cost 10")]
    public async Task SubmitAsync_AdapterBreaks_IsUnknownOnceAnythingMayHaveBeenSent(
        bool early,
        AttemptState state,
        string book
    )
    {
        _wire.Then(new WireAct { Breaks = true, Early = early });
        var node = await StartAsync(_wire, _next);

        var detail = await RunAsync(node);

        Assert.Equal("complete", detail.Row.State);
        Assert.Equal(state, (await AttemptsAsync(detail.Row.Id))[0].State);
        Assert.Equal(book, await Books.OfAsync(House, detail.Row.Id));
        await Books.AssertAsync(House, _wire, _next);
    }

    [Fact]
    public async Task SubmitAsync_PlanCannotBeRead_EndsInsteadOfTryingForEver()
    {
        var node = await StartIdleAsync(_wire);
        var id = await node.AcceptAsync(Account, "broken row");
        await House.ExecuteAsync("UPDATE generations SET plan = '{}'; UPDATE queue SET failures = 5");
        await StartAsync(_wire);

        await UntilAsync("EXISTS (SELECT FROM generations WHERE state = 'failed')");

        Assert.Empty(_wire.Posts);
        Assert.Equal("risk 40, clear 40", await Books.OfAsync(House, id));
        await Books.AssertAsync(House, _wire);
    }
}
