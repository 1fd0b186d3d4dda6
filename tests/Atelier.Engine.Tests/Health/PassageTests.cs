using Atelier.Core.Routing;
using Atelier.Engine.Health;
using Atelier.Engine.Tests.Nodes;
using Atelier.Engine.Views;
using Atelier.Engine.Waypoints;
using Atelier.Providers.Failures;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Engine.Tests.Health;

/// <summary>What health does to calls, and what calls say to health.</summary>
public sealed class PassageTests : KernelTests
{
    private readonly HeldHealth _health = new();
    private readonly TestWire _wire = new("openai");

    [Fact]
    public async Task RunAsync_HealthBreaks_IsSentAllTheSame()
    {
        _health.Passes = _ => throw new InvalidOperationException("The book of health is torn.");
        var ended = await RunAsync(await StartHeldAsync(_wire));

        Assert.Equal("complete", ended.Row.State);
        Assert.Equal("risk 40, cost 10", await Books.OfAsync(House, ended.Row.Id));
        await Books.AssertAsync(House, _wire);
    }

    [Fact]
    public async Task StopAsync_WhileHealthIsAsked_WasNotSentAndSpendsNoRerun()
    {
        var gate = new Gate();
        _health.Passes = async cancel =>
        {
            await gate.PassAsync(cancel);
            return Passage.Free;
        };
        var stopping = await StartHeldAsync(_wire);
        var id = await stopping.AcceptAsync(Account, "handed over");
        await gate.Reached;

        await stopping.StopAsync();
        _health.Passes = _ => Task.FromResult(Passage.Free);
        var other = await StartHeldAsync(_wire);
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'not_sent' AND failure = 'node_stopping')");
        await House.MoveClockAsync(TimeSpan.FromSeconds(1));

        Assert.Equal("complete", (await other.WaitAsync(id, Account)).Row.State);
        Assert.Equal("risk 40, clear 40, risk 40, cost 10", await Books.OfAsync(House, id));
        Assert.DoesNotContain(await AttemptsAsync(id), attempt => attempt.Rerun);
        await Books.AssertAsync(House, _wire);
    }

    [Fact]
    public async Task RunAsync_OurSideBreaksACall_SaysNothingOfItsOffer()
    {
        _wire.Then(new WireAct { Breaks = true });
        var node = await StartHeldAsync(_wire);
        var ended = await RunAsync(node);
        await node.StopAsync();

        Assert.Equal("cut_off", (await AttemptsAsync(ended.Row.Id))[0].Failure);
        Assert.Equal([true], _health.Notes);
    }

    [Fact]
    public async Task RunAsync_AnswerIsLost_CountsAgainstItsOffer()
    {
        _wire.Then(WireAct.Lost());
        var node = await StartHeldAsync(_wire);
        var ended = await RunAsync(node);
        await node.StopAsync();

        Assert.Equal("lost", (await AttemptsAsync(ended.Row.Id))[0].Failure);
        Assert.Equal([false, true], _health.Notes);
    }

    [Fact]
    public async Task RunAsync_TurnedAwayAtTheLastOffer_WaitsUntilOneMayGoAgain()
    {
        _health.Passes = _ => Task.FromResult(Passage.Shut);
        var node = await StartHeldAsync(_wire);
        var id = await node.AcceptAsync(Account, "patient");
        var until = TimeProvider.System.GetUtcNow().AddMinutes(4);
        _health.Offers = new Dictionary<OfferKey, OfferHealth>
        {
            [new("alpha", "openai", "alpha-1")] = OfferHealth.Unknown with
            {
                Circuit = CircuitState.Open,
                OpenUntil = until,
            },
        };
        await UntilAsync(
            "EXISTS (SELECT FROM queue WHERE state = 'ready' AND run_at > atelier.now() + interval '3 minutes')"
        );

        _health.Passes = _ => Task.FromResult(Passage.Free);
        await House.MoveClockAsync(TimeSpan.FromMinutes(4));

        Assert.Equal("complete", (await node.WaitAsync(id, Account)).Row.State);
    }

    [Fact]
    public async Task RunAsync_NextOfferIsKnownToBeLeftAlone_IsPassedByWithoutAnIntent()
    {
        _wire.Then(WireAct.Failing(FailureKind.ServerError));
        var (shut, third) = (new TestWire("legnext"), new TestWire("piapi"));
        _health.Offers = new Dictionary<OfferKey, OfferHealth>
        {
            [new("beta", "legnext", "beta-1")] = OfferHealth.Unknown with
            {
                Circuit = CircuitState.Open,
                OpenUntil = TimeProvider.System.GetUtcNow().AddMinutes(4),
            },
        };
        var node = await StartHeldAsync(_wire, shut, third);
        // It was fine when the request was planned.
        var offers = _health.Offers;
        _health.Offers = new Dictionary<OfferKey, OfferHealth>();
        var accepted = new TaskCompletionSource<Passage>();
        _health.Passes = _ => accepted.Task;
        var id = await node.AcceptAsync(Account, "past it");
        _health.Offers = offers;
        accepted.SetResult(Passage.Free);

        var ended = await node.WaitAsync(id, Account);

        Assert.Equal(("complete", "gamma"), (ended.Row.State, ended.Slots[0].Image?.Model));
        Assert.Empty(shut.Posts);
        Assert.Equal(["openai", "piapi"], (await AttemptsAsync(id)).Select(attempt => attempt.Lane));
        Assert.Equal("risk 40, clear 40, risk 40, cost 10", await Books.OfAsync(House, id));
        await Books.AssertAsync(House, _wire, shut, third);
    }

    [Fact]
    public async Task RunAsync_CallThatOnlyMakesATask_ProbesForAsLongAsTasksTake()
    {
        await RunAsync(await StartHeldAsync(_wire));
        Assert.InRange(_health.LastLife, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(20));
    }

    [Fact]
    public async Task RunAsync_CallThatBringsItsPicture_ProbesForAsLongAsItMayTake()
    {
        var slow = new TestWire("openai") { PostTimeout = TimeSpan.FromMinutes(3) };
        await RunAsync(await StartHeldAsync(slow));
        Assert.Equal(TimeSpan.FromSeconds(210), _health.LastLife);
    }

    [Fact]
    public async Task RunAsync_FinishBreaksAndIsTriedAgain_CountsTheCallOnce()
    {
        Waypoints.BreakAt(Waypoint.Stored, 1, () => new InvalidOperationException("As scripted."));
        var node = await StartHeldAsync(_wire);
        var id = await node.AcceptAsync(Account, "twice");

        Assert.Equal("complete", (await HurryAsync(node, id)).Row.State);
        await node.StopAsync();
        Assert.Equal([true], _health.Notes);
    }

    [Theory]
    [Trait("Requirement", "B-47")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FollowAsync_TaskFails_CountsUnlessWeAskedItToStop(bool canceled)
    {
        var wire = new TestWire("legnext", tasks: true) { Cancels = WireCancel.Ignores };
        wire.Then(new WireAct { Polls = int.MaxValue, TaskFails = FailureKind.TaskFailed });
        var node = await StartHeldAsync(wire);
        var id = await node.AcceptAsync(Account, "stopped");
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'submitted')");
        if (canceled)
        {
            await node.Get<GenerationCanceler>().CancelAsync(id, Account, Cancel);
        }

        wire.Finish();
        await node.WaitAsync(id, Account);
        await node.StopAsync();

        Assert.Equal(canceled ? [] : [false], _health.Notes.Take(1));
    }

    private Task<TestNode> StartHeldAsync(params TestWire[] wires) =>
        StartAsync(
            new NodeSetup
            {
                Wires = wires,
                Breaks = true,
                Services = services => services.AddSingleton<IOfferHealth>(_health),
            },
            work => work.Drain = TimeSpan.Zero
        );
}
