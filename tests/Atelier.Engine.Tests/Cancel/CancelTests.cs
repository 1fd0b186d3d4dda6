using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Core.States;
using Atelier.Engine.Tests.Nodes;
using Atelier.Engine.Views;
using Atelier.Engine.Waypoints;
using Atelier.Providers.Failures;

namespace Atelier.Engine.Tests.Cancel;

/// <summary>Rule 14: what a wish to cancel does, at every step and whatever the provider says to it.</summary>
public sealed class CancelTests : KernelTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    /// <summary>Where the work stands when the wish comes.</summary>
    public enum Place
    {
        Queued,
        Claimed,
        Connecting,
        Sending,
        Sent,
        Polling,
        Fetched,
        Answered,
    }

    public static TheoryData<Place, string, int, bool> Synchronous =>
        Twice<Place, string, int>(
            (Place.Queued, "", 0),
            (Place.Claimed, "risk 40, clear 40", 0),
            // From here on the call goes out, and there is nobody to ask.
            (Place.Connecting, "risk 40, cost 10", 1),
            (Place.Sending, "risk 40, cost 10", 1),
            (Place.Sent, "risk 40, cost 10", 1),
            (Place.Answered, "risk 40, cost 10", 1)
        );

    [Theory]
    [MemberData(nameof(Synchronous))]
    public async Task CancelAsync_SynchronousWire_PaysForWhatWasSentAlready(
        Place place,
        string book,
        int posts,
        bool charges
    )
    {
        var wire = new TestWire("openai");
        var (node, id, gate) = await AtAsync(wire, place, charges);

        await CancelAsync(node, id);
        gate.Open();

        await AssertCanceledAsync(node, id, book, pictures: posts, charges, wire);
        Assert.Equal(posts * Price, wire.Billed);
    }

    public static TheoryData<Place, WireCancel, bool, bool> Tasks =>
        Twice<Place, WireCancel, bool>(
            (Place.Polling, WireCancel.Cannot, true),
            (Place.Polling, WireCancel.Ignores, true),
            (Place.Polling, WireCancel.ConfirmsAfterFinishing, true),
            (Place.Polling, WireCancel.Confirms, false),
            // Sent, and its task not named yet: it is asked as soon as it is.
            (Place.Sent, WireCancel.Cannot, true),
            (Place.Sent, WireCancel.Confirms, false),
            // Its pictures are here already: nothing is left to be stopped.
            (Place.Fetched, WireCancel.Confirms, true)
        );

    [Theory]
    [MemberData(nameof(Tasks))]
    public async Task CancelAsync_TaskWire_AsksTheProviderAndPaysForWhatItDid(
        Place place,
        WireCancel answer,
        bool comes,
        bool charges
    )
    {
        var wire = new TestWire("legnext", tasks: true) { Cancels = answer };
        var (node, id, gate) = await AtAsync(wire, place, charges);

        await CancelAsync(node, id);
        gate.Open();
        if (answer is WireCancel.Cannot or WireCancel.Ignores)
        {
            await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'submitted' AND polls > 3)");
            Assert.NotEqual(0, wire.CancelsAsked);
            wire.Finish();
        }

        var book = comes ? "risk 40, cost 10" : "risk 40, clear 40";
        await AssertCanceledAsync(node, id, book, pictures: comes ? 1 : 0, charges, wire);
        Assert.Equal(comes ? Price : 0, wire.Billed);
    }

    [Theory]
    [InlineData(Waypoint.Finishing)]
    [InlineData(Waypoint.Stored)]
    public async Task CancelAsync_PictureIsBeingFinished_IsRefusedAndThePictureDelivered(Waypoint point)
    {
        var wire = new TestWire("openai");
        var gate = Waypoints.StopOnceAt(point);
        var node = await StartAsync(wire);
        var id = await node.AcceptAsync(Account, "too late");
        await gate.Reached;

        await AssertRefusedAsync(node, id);
        gate.Open();

        var detail = await node.WaitAsync(id, Account);
        Assert.Equal(("complete", 1000L, false), (detail.Row.State, detail.Row.Settled, detail.Row.CancelRequested));
        await Books.AssertAsync(House, wire);
    }

    [Theory]
    [InlineData(false, "complete")]
    [InlineData(true, "failed")]
    public async Task CancelAsync_HasEnded_IsRefusedAndChangesNothing(bool fails, string state)
    {
        var wire = new TestWire("openai");
        wire.Then(fails ? WireAct.Failing(FailureKind.Refused) : WireAct.Answers);
        var node = await StartAsync(wire);
        var ended = await RunAsync(node);
        Assert.Equal(state, ended.Row.State);

        await AssertRefusedAsync(node, ended.Row.Id);

        Assert.Equal(ended.Row, (await node.WaitAsync(ended.Row.Id, Account)).Row);
        await Books.AssertAsync(House, wire);
    }

    [Fact]
    public async Task CancelAsync_CallFailsAfterTheWish_NobodyElseIsAsked()
    {
        var (gate, first, second) = (new Gate(), new TestWire("openai"), new TestWire("legnext"));
        first.Then(WireAct.Failing(FailureKind.ServerError) with { After = gate });
        var node = await StartAsync(first, second);
        var id = await node.AcceptAsync(Account, "no more");
        await gate.Reached;

        await CancelAsync(node, id);
        gate.Open();

        var detail = await node.WaitAsync(id, Account);
        Assert.Equal(("canceled", 0L), (detail.Row.State, detail.Row.Settled));
        Assert.Empty(second.Posts);
        await Books.AssertAsync(House, first, second);
    }

    [Fact]
    public async Task CancelAsync_CallLostAfterTheWish_IsNotRunAgainAndItsRiskStands()
    {
        var (gate, wire) = (new Gate(), new TestWire("openai"));
        wire.Then(WireAct.Lost() with { After = gate });
        var node = await StartAsync(wire);
        var id = await node.AcceptAsync(Account, "lost and unwanted");
        await gate.Reached;

        await CancelAsync(node, id);
        gate.Open();

        var detail = await node.WaitAsync(id, Account);
        Assert.Equal(("canceled", 0L), (detail.Row.State, detail.Row.Settled));
        Assert.Single(wire.Posts);
        Assert.Equal("risk 40", await Books.OfAsync(House, id));
        await Books.AssertAsync(House, wire);
    }

    [Fact]
    public async Task CancelAsync_OneTaskStoppedOneDone_PaysForTheOneThatCame()
    {
        var wire = new TestWire("legnext", tasks: true) { Cancels = WireCancel.Confirms };
        wire.Then(WireAct.Answers, new WireAct { Polls = int.MaxValue });
        var node = await StartAsync(wire);
        var id = await node.AcceptAsync(Account, "two", count: 2);
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'answered')");
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'submitted')");

        await CancelAsync(node, id);

        var detail = await node.WaitAsync(id, Account);
        Assert.Equal(("canceled", 1000L), (detail.Row.State, detail.Row.Settled));
        Assert.Equal([null, "canceled"], detail.Slots.Select(slot => slot.ErrorCode));
        Assert.Equal("risk 40, risk 40, clear 40, cost 10", await Books.OfAsync(House, id));
        await Books.AssertAsync(House, wire);
    }

    [Fact]
    public async Task CancelAsync_PainterWorksBesideAPaidAnswer_PaysForTheAnswer()
    {
        var (gate, wire) = (new Gate(), new TestWire("openai"));
        wire.Then(WireAct.Answers, WireAct.Failing(FailureKind.ServerError));
        var node = await StartAsync(wire);
        node.Provider.Behave = (_, _, cancel) => gate.PassAsync(cancel);
        var id = await node.AcceptAsync(Account, "two", count: 2, fallback: FallbackRule.BestEffort);
        await gate.Reached;

        await CancelAsync(node, id);

        var detail = await node.WaitAsync(id, Account);
        Assert.Equal(("canceled", 1000L), (detail.Row.State, detail.Row.Settled));
        Assert.Equal("risk 40, risk 40, clear 40, cost 10", await Books.OfAsync(House, id));
        await Books.AssertAsync(House, wire);
    }

    [Fact]
    public async Task CancelAsync_NextCallWaitsForItsLane_EndsAtOnce()
    {
        var (first, second) = (new TestWire("openai"), new TestWire("legnext"));
        first.Then(WireAct.Failing(FailureKind.ServerError));
        var node = await StartAsync(first, second);
        await PauseAsync(second.Id);
        var id = await node.AcceptAsync(Account, "between two");
        await UntilAsync("EXISTS (SELECT FROM queue WHERE lane = 'legnext' AND state = 'ready')");

        var detail = await node.Get<GenerationCanceler>().CancelAsync(id, Account, Token);

        Assert.Equal(("canceled", 0L), (detail!.Row.State, detail.Row.Settled));
        await Books.AssertAsync(House, first, second);
    }

    /// <summary>Each row with both settings of what a canceled generation pays.</summary>
    private static TheoryData<T1, T2, T3, bool> Twice<T1, T2, T3>(params (T1, T2, T3)[] rows)
    {
        var data = new TheoryData<T1, T2, T3, bool>();
        foreach (var (one, two, three) in rows)
        {
            data.Add(one, two, three, true);
            data.Add(one, two, three, false);
        }

        return data;
    }

    /// <summary>Begins a generation and stops it at a place; the gate lets it go on.</summary>
    private async Task<(TestNode Node, Guid Id, Gate Gate)> AtAsync(TestWire wire, Place place, bool charges)
    {
        var gate = place switch
        {
            Place.Claimed => Waypoints.StopOnceAt(Waypoint.Claimed),
            Place.Sending => Waypoints.StopOnceAt(Waypoint.Sending),
            Place.Fetched => Waypoints.StopOnceAt(Waypoint.Fetched),
            Place.Answered => Waypoints.StopOnceAt(Waypoint.Noted),
            _ => new Gate(),
        };
        wire.Then(
            new WireAct
            {
                Before = place == Place.Connecting ? gate : null,
                After = place == Place.Sent ? gate : null,
                Polls = place is Place.Polling or Place.Sent ? int.MaxValue : 0,
            }
        );
        var node = await StartAsync(new NodeSetup { Wires = [wire] }, work => work.CancelCharges = charges);
        if (place == Place.Queued)
        {
            await PauseAsync(wire.Id);
        }

        var id = await node.AcceptAsync(Account, "unwanted");
        switch (place)
        {
            case Place.Queued:
                break;
            case Place.Polling:
                await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'submitted' AND polls > 0)");
                break;
            default:
                await gate.Reached;
                break;
        }

        return (node, id, gate);
    }

    private async Task CancelAsync(TestNode node, Guid id) =>
        Assert.NotNull(await node.Get<GenerationCanceler>().CancelAsync(id, Account, Token));

    private async Task AssertRefusedAsync(TestNode node, Guid id)
    {
        var refused = await Assert.ThrowsAsync<AtelierException>(() =>
            node.Get<GenerationCanceler>().CancelAsync(id, Account, Token)
        );
        Assert.Equal(ErrorCode.NotCancelable, refused.Code);
    }

    private async Task AssertCanceledAsync(
        TestNode node,
        Guid id,
        string book,
        int pictures,
        bool charges,
        TestWire wire
    )
    {
        var detail = await node.WaitAsync(id, Account);
        var paid = charges ? pictures : 0;
        Assert.Equal(
            (GenerationState.Canceled.ToWire(), "canceled", paid * 1000L),
            (detail.Row.State, detail.Row.ErrorCode, detail.Row.Settled!.Value)
        );
        Assert.Equal(book, await Books.OfAsync(House, id));
        Assert.Equal(paid, detail.Slots.Count(slot => slot.Image is not null));
        Assert.Equal(
            pictures,
            await House.ScalarAsync<long>(
                """
                SELECT count(*) FROM images WHERE generation_id = @id AND candidate = @candidate
                AND expires_at BETWEEN atelier.now() + interval '23 hours' AND atelier.now() + interval '24 hours'
                """,
                new { id, candidate = !charges }
            )
        );
        Assert.Equal(100_000 - paid * 1000L, await BalanceAsync());
        await Books.AssertAsync(House, wire);
    }
}
