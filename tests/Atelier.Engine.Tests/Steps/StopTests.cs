using Atelier.Core.States;
using Atelier.Engine.Sweeping;
using Atelier.Engine.Tests.Nodes;
using Atelier.Engine.Waypoints;
using Atelier.Engine.Working;
using Atelier.Providers.Answers;

namespace Atelier.Engine.Tests.Steps;

/// <summary>What becomes of calls whose node stops or dies.</summary>
public sealed class StopTests : KernelTests
{
    private readonly TestWire _wire = new("openai");

    [Theory]
    [InlineData("claimed")]
    [InlineData("connecting")]
    [InlineData("sending")]
    public async Task StopAsync_BeforeTheCallWasSent_AnotherNodeSendsItAndTheFirstIsFree(string place)
    {
        var gate = place switch
        {
            "claimed" => Waypoints.StopOnceAt(Waypoint.Claimed),
            "sending" => Waypoints.StopOnceAt(Waypoint.Sending),
            _ => new Gate(),
        };
        if (place == "connecting")
        {
            _wire.Then(new WireAct { Before = gate });
        }

        var stopping = await StartImpatientAsync();
        var id = await stopping.AcceptAsync(Account, "handed over");
        await gate.Reached;

        await stopping.StopAsync();
        var other = await StartAsync(_wire);
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'not_sent')");
        await House.MoveClockAsync(TimeSpan.FromSeconds(1));

        Assert.Equal("complete", (await other.WaitAsync(id, Account)).Row.State);
        Assert.Single(_wire.Posts);
        Assert.Equal("risk 40, clear 40, risk 40, cost 10", await Books.OfAsync(House, id));
        await Books.AssertAsync(House, _wire);
    }

    [Fact]
    public async Task StopAsync_WhileTheAnswerIsAwaited_IsUnknownAndRunAgainElsewhere()
    {
        var gate = new Gate();
        _wire.Then(new WireAct { After = gate });
        var stopping = await StartImpatientAsync();
        var id = await stopping.AcceptAsync(Account, "cut off");
        await gate.Reached;

        await stopping.StopAsync();
        var other = await StartAsync(_wire);

        Assert.Equal("complete", (await other.WaitAsync(id, Account)).Row.State);
        Assert.Equal(2, _wire.Posts.Count);
        Assert.Equal("risk 40, risk 40, cost 10", await Books.OfAsync(House, id));
        await Books.AssertAsync(House, _wire);
    }

    [Fact]
    public async Task StopAsync_WithinTheDrain_FinishesWhatRuns()
    {
        var gate = new Gate();
        _wire.Then(new WireAct { After = gate });
        var node = await StartAsync(_wire);
        var id = await node.AcceptAsync(Account, "patient");
        await gate.Reached;

        var stopped = node.Get<WorkerHost>().StopAsync(Cancel);
        gate.Open();
        await stopped;

        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state IN ('answered', 'succeeded'))");
        Assert.Single(_wire.Posts);
        var other = await StartAsync(_wire);
        Assert.Equal("complete", (await other.WaitAsync(id, Account)).Row.State);
        Assert.Single(_wire.Posts);
    }

    [Fact]
    public async Task ReleaseNodeAsync_KilledBeforeItSent_WasNeverSentAndCostsNothing()
    {
        var (id, dead, attempt) = await KilledAsync();

        var successor = await StartAsync(new NodeSetup { Wires = [_wire], Identity = dead });
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'not_sent' AND failure = 'never_arrived')");
        await House.MoveClockAsync(TimeSpan.FromSeconds(1));

        Assert.Equal("complete", (await successor.WaitAsync(id, Account)).Row.State);
        Assert.NotEqual(attempt, Assert.Single(_wire.Posts).AttemptId);
        Assert.Equal("risk 40, clear 40, risk 40, cost 10", await Books.OfAsync(House, id));
        await Books.AssertAsync(House, _wire);
    }

    [Fact]
    public async Task ReleaseNodeAsync_KilledAfterTheNoteOfSending_IsUnknownAndRunAgainAtOnce()
    {
        var (id, dead, attempt) = await KilledAsync();
        await SpoolOf(attempt).NoteSendingAsync(Cancel);

        var successor = await StartAsync(new NodeSetup { Wires = [_wire], Identity = dead });
        var detail = await successor.WaitAsync(id, Account);

        Assert.Equal("complete", detail.Row.State);
        var attempts = await AttemptsAsync(id);
        Assert.Equal([AttemptState.Unknown, AttemptState.Succeeded], attempts.Select(a => a.State));
        Assert.True(attempts[1].Rerun);
        Assert.Equal("risk 40, risk 40, cost 10", await Books.OfAsync(House, id));
        await Books.AssertAsync(House, _wire);
    }

    [Fact]
    public async Task ReleaseNodeAsync_KilledBetweenAnswerAndNote_TheAnswerIsFound()
    {
        var (id, dead, attempt) = await KilledAsync();
        _wire.TakeOfTheDead(attempt);
        await SpoolOf(attempt).NoteSendingAsync(Cancel);
        await _wire.SpoolAsync(SpoolOf(attempt), Cancel);

        var successor = await StartAsync(new NodeSetup { Wires = [_wire], Identity = dead });

        Assert.Equal("complete", (await successor.WaitAsync(id, Account)).Row.State);
        Assert.Empty(_wire.Posts);
        Assert.Equal("risk 40, cost 10", await Books.OfAsync(House, id));
        await Books.AssertAsync(House, _wire);
    }

    [Fact]
    public async Task ReleaseNodeAsync_KilledBetweenTaskAndNote_TheTaskIsFound()
    {
        var wire = new TestWire("legnext", tasks: true);
        var (id, dead, attempt) = await KilledAsync(wire);
        await SpoolOf(attempt).NoteSendingAsync(Cancel);
        await SpoolOf(attempt).NoteTaskAsync(wire.TakeOfTheDead(attempt), Cancel);

        var successor = await StartAsync(new NodeSetup { Wires = [wire], Identity = dead });

        Assert.Equal("complete", (await successor.WaitAsync(id, Account)).Row.State);
        Assert.Empty(wire.Posts);
        Assert.Equal("risk 40, cost 10", await Books.OfAsync(House, id));
        await Books.AssertAsync(House, wire);
    }

    // The answer is one write, and it is the task as well: between it and any other note there is nothing to lose.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_DiedAfterAnAnswerThatNamesItsPictures_TheyAreFetchedAndPaidOnce(bool known)
    {
        var wire = new TestWire("openai", tasks: true);
        var next = new TestWire("piapi");
        var (id, dead, attempt) = await KilledAsync(wire);
        wire.TakeOfTheDead(attempt, $"{attempt}");
        var spool = SpoolOf(attempt);
        await spool.NoteSendingAsync(Cancel);
        await spool.WriteAsync(
            AnswerSpool.Response,
            async (stream, cancel) => await stream.WriteAsync("{}"u8.ToArray(), cancel),
            Cancel
        );

        var setup = new NodeSetup { Wires = [wire, next] };
        var node = await StartAsync(known ? setup with { Identity = dead } : setup);
        if (!known)
        {
            await House.MoveClockAsync(TimeSpan.FromSeconds(31));
            await node.Get<QueueSweeper>().RunOnceAsync(Cancel);
        }

        Assert.Equal("complete", (await node.WaitAsync(id, Account)).Row.State);
        Assert.Empty(wire.Posts);
        Assert.Empty(next.Posts);
        Assert.Equal($"{attempt}", Assert.Single(await AttemptsAsync(id)).TaskId);
        Assert.Equal("risk 40, cost 10", await Books.OfAsync(House, id));
        await Books.AssertAsync(House, wire, next);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 61)]
    public async Task QueueSweeper_SenderFellSilent_IsRunAgainOnceNothingCanComeOfIt(bool sending, int seconds)
    {
        var (id, _, attempt) = await KilledAsync();
        if (sending)
        {
            await SpoolOf(attempt).NoteSendingAsync(Cancel);
        }

        var other = await StartAsync(_wire);
        await PauseAsync(_wire.Id);
        await House.MoveClockAsync(TimeSpan.FromSeconds(31));
        await other.Get<QueueSweeper>().RunOnceAsync(Cancel);
        // Nobody knows that the sender is dead: what it may have sent can still be under way.
        await UntilAsync(
            sending
                ? "EXISTS (SELECT FROM queue WHERE follow_at > atelier.now())"
                : "EXISTS (SELECT FROM attempts WHERE state = 'not_sent')"
        );
        Assert.Empty(_wire.Posts);
        await ResumeAsync(_wire.Id);
        await House.MoveClockAsync(TimeSpan.FromSeconds(seconds - (sending ? 31 : 0)));

        Assert.Equal("complete", (await other.WaitAsync(id, Account)).Row.State);
        Assert.Single(_wire.Posts);
        await Books.AssertAsync(House, _wire);
    }

    private Task<TestNode> StartImpatientAsync() =>
        StartAsync(new NodeSetup { Wires = [_wire] }, work => work.Drain = TimeSpan.Zero);

    /// <summary>A generation whose intent a node has committed that then died.</summary>
    private async Task<(Guid Generation, NodeIdentity Dead, Guid Attempt)> KilledAsync(TestWire? wire = null)
    {
        var node = await StartIdleAsync(wire ?? _wire);
        var id = await node.AcceptAsync(Account, "orphan");
        var dead = new NodeIdentity(Guid.CreateVersion7());
        var claim = await ClaimAsync(wire ?? _wire, dead.Id);
        Assert.Equal(id, claim.GenerationId);
        return (id, dead, claim.AttemptId!.Value);
    }
}
