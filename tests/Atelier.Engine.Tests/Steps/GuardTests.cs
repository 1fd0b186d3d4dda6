using Atelier.Core.States;
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
        Time.Jump(TimeSpan.FromSeconds(5.5));
        gate.Open();
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'not_sent' AND failure = 'intent_too_late')");
        Assert.Empty(_wire.Posts);
        // Nothing was sent, and its note must not say that something may have been.
        Assert.False(await SpoolOf(Assert.Single(await AttemptsAsync(id)).Id).WasSendingAsync(Cancel));
        await House.MoveClockAsync(TimeSpan.FromSeconds(1));

        Assert.Equal("complete", (await node.WaitAsync(id, Account)).Row.State);
        Assert.Single(_wire.Posts);
        Assert.Empty(_next.Posts);
        Assert.Equal("risk 40, clear 40, risk 40, cost 10", await Books.OfAsync(House, id));
        await Books.AssertAsync(House, _wire, _next);
    }

    [Fact]
    public async Task BeforeSendAsync_IntentIsYoungEnough_IsSent()
    {
        var gate = new Gate();
        _wire.Then(new WireAct { Before = gate });
        var node = await StartAsync(_wire);
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
