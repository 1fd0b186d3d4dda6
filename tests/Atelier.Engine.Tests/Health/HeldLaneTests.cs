using Atelier.Core.Requests;
using Atelier.Core.States;
using Atelier.Data.Auditing;
using Atelier.Engine.Explaining;
using Atelier.Engine.Health;
using Atelier.Engine.Sweeping;
using Atelier.Engine.Tests.Nodes;
using Atelier.Engine.Views;
using Atelier.Providers.Failures;
using Atelier.TestKit.Racing;

namespace Atelier.Engine.Tests.Health;

/// <summary>What becomes of accepted work when an operator holds its provider back.</summary>
public sealed class HeldLaneTests : KernelTests
{
    private readonly TestWire _first = new("openai");
    private readonly TestWire _second = new("legnext", tasks: true);
    private readonly TestWire _third = new("piapi");

    [Theory]
    [InlineData(LaneMode.Paused)]
    [InlineData(LaneMode.Draining)]
    public async Task SetAsync_WorkWaitsAndAnotherOfferCanDoIt_GoesOnThereAndSaysSo(LaneMode mode)
    {
        var node = await StartAsync(_first, _second);
        var id = await AcceptWaitingAsync(node);

        await SetAsync(node, mode);
        await ResumeAsync("openai");

        var ended = await node.WaitAsync(id, Account);
        Assert.Equal(("complete", "beta", 1000L), (ended.Row.State, ended.Slots[0].Image!.Model, ended.Row.Settled));
        Assert.Equal("provider_paused", ended.FirstFailure);
        Assert.Empty(_first.Posts);
        Assert.Equal("risk 40, cost 10", await Books.OfAsync(House, id));
        Assert.StartsWith(
            "alpha at openai was not called, for the operator had paused it, so beta at legnext made it",
            await ExplainAsync(node, id),
            StringComparison.Ordinal
        );
        Assert.Equal(
            1,
            await House.ScalarAsync<long>(
                """SELECT count(*) FROM events WHERE note @> '{"kind": "trying_another", "provider": "openai", "failure": "provider_paused", "next": "legnext"}'"""
            )
        );
        await Books.AssertAsync(House, _first, _second);
    }

    [Fact]
    public async Task RunAsync_FallsOverIntoAHeldLane_PassesItBy()
    {
        var gate = new Gate();
        _first.Then(WireAct.Failing(FailureKind.ServerError) with { After = gate });
        var node = await StartAsync(_first, _second, _third);
        var id = await node.AcceptAsync(Account, "a lighthouse");
        await gate.Reached;

        await SetAsync(node, LaneMode.Paused, "legnext");
        gate.Open();

        var ended = await node.WaitAsync(id, Account);
        Assert.Equal(("complete", "gamma"), (ended.Row.State, ended.Slots[0].Image!.Model));
        Assert.Empty(_second.Posts);
        Assert.Contains(
            "so beta at legnext was not called, for the operator had paused it, so gamma at piapi made it",
            await ExplainAsync(node, id),
            StringComparison.Ordinal
        );
        await Books.AssertAsync(House, _first, _second, _third);
    }

    [Fact]
    public async Task RunAsync_TurnedAwayAndOnlyAHeldLaneIsNext_IsTriedAgainWhereItIs()
    {
        _first.Then(WireAct.Failing(FailureKind.RateLimited) with { RetryAfter = TimeSpan.Zero });
        var node = await StartAsync(_first, _second);
        var id = await AcceptWaitingAsync(node);
        await SetAsync(node, LaneMode.Paused, "legnext");

        await ResumeAsync("openai");
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE failure = 'rate_limited')");
        await House.MoveClockAsync(TimeSpan.FromSeconds(10));

        Assert.Equal("alpha", (await node.WaitAsync(id, Account)).Slots[0].Image!.Model);
        Assert.Equal((2, 0), (_first.Posts.Count, _second.Posts.Count));
    }

    [Fact]
    public async Task SetAsync_NobodyElseCanDoIt_WaitsSayingWhyAndEndsInTime()
    {
        var node = await StartAsync(_first);
        var id = await AcceptWaitingAsync(node);
        await SetAsync(node, LaneMode.Paused);
        await ResumeAsync("openai");
        await UntilLookedAfterAsync();

        var waiting = (await node.Get<GenerationReader>().FindAsync(id, Account, Cancel))!;
        Assert.Equal(("queued", "provider_paused"), (waiting.Row.State, waiting.Reason));
        Assert.Equal(
            "alpha at openai is first in line; nothing was sent yet; it waits, for the operator has paused openai.",
            await ExplainAsync(node, id)
        );
        await House.MoveClockAsync(TimeSpan.FromMinutes(58));
        await UntilLookedAfterAsync();
        Assert.Equal("queued", await House.ScalarAsync<string>("SELECT state FROM generations"));
        await House.MoveClockAsync(TimeSpan.FromMinutes(3));

        var ended = await node.WaitAsync(id, Account);
        Assert.Equal(("failed", "service_unavailable", 0L), (ended.Row.State, ended.Row.ErrorCode, ended.Row.Settled));
        Assert.Null(ended.Reason);
        Assert.Equal(
            "alpha at openai was not called, for the operator had paused it; no other offer was left to ask.",
            await ExplainAsync(node, id)
        );
        Assert.Equal(100_000, await BalanceAsync());
        Assert.Empty(_first.Posts);
        await Books.AssertAsync(House, _first);
    }

    [Fact]
    public async Task SetAsync_OnAgainInTime_IsSentAndTheWaitIsForgotten()
    {
        var node = await StartAsync(_first);
        var id = await AcceptWaitingAsync(node);
        await SetAsync(node, LaneMode.Paused);
        await UntilLookedAfterAsync();
        await House.MoveClockAsync(TimeSpan.FromMinutes(50));
        await UntilLookedAfterAsync();
        await SetAsync(node, LaneMode.On);
        await SetAsync(node, LaneMode.Draining);
        await UntilLookedAfterAsync();
        await House.MoveClockAsync(TimeSpan.FromMinutes(50));
        await UntilLookedAfterAsync();

        await SetAsync(node, LaneMode.On);
        await ResumeAsync("openai");

        Assert.Equal("complete", (await node.WaitAsync(id, Account)).Row.State);
        Assert.Single(_first.Posts);
        await Books.AssertAsync(House, _first);
    }

    [Fact]
    public async Task SetAsync_Strict_WaitsAndNeverChanges()
    {
        var node = await StartAsync(_first, _second);
        var id = await AcceptWaitingAsync(node, FallbackRule.Strict);
        await SetAsync(node, LaneMode.Paused);
        await ResumeAsync("openai");
        await UntilLookedAfterAsync();
        await node.Get<QueueSweeper>().RunOnceAsync(Cancel);
        Assert.Equal("openai", await House.ScalarAsync<string>("SELECT lane FROM queue"));

        await SetAsync(node, LaneMode.On);

        Assert.Equal("alpha", (await node.WaitAsync(id, Account)).Slots[0].Image!.Model);
        Assert.Empty(_second.Posts);
        await Books.AssertAsync(House, _first, _second);
    }

    [Fact]
    public async Task SetAsync_WasSentAlready_IsLookedAfterToItsEnd()
    {
        _second.Then(new WireAct { Polls = int.MaxValue });
        var node = await StartAsync(_second, _third);
        var id = await node.AcceptAsync(Account, "a lighthouse");
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'submitted')");

        await SetAsync(node, LaneMode.Draining, "legnext");
        _second.Finish();

        Assert.Equal("beta", (await node.WaitAsync(id, Account)).Slots[0].Image!.Model);
        Assert.Empty(_third.Posts);
        await Books.AssertAsync(House, _second, _third);
    }

    [Fact]
    public async Task SetAsync_OnlyThePainterIsLeft_PaintsWhereThatIsAllowed()
    {
        var node = await StartAsync(_first);
        var id = await AcceptWaitingAsync(node, FallbackRule.BestEffort);

        await SetAsync(node, LaneMode.Paused);

        Assert.Equal("local-painter", (await node.WaitAsync(id, Account)).Slots[0].Image!.Model);
        Assert.Empty(_first.Posts);
        await Books.AssertAsync(House, _first);
    }

    [Fact]
    public async Task SetAsync_ThePainterIsHeldAndOnAgain_PaintsAllPictures()
    {
        var node = await StartAsync();
        await PauseAsync("local");
        var id = await node.AcceptAsync(Account, "a lighthouse", count: 4);
        await SetAsync(node, LaneMode.Paused, "local");
        await UntilLookedAfterAsync();

        await SetAsync(node, LaneMode.On, "local");
        await ResumeAsync("local");

        var ended = await node.WaitAsync(id, Account);
        Assert.Equal(("complete", 4000L), (ended.Row.State, ended.Row.Settled));
        Assert.All(ended.Slots, slot => Assert.NotNull(slot.Image));
    }

    [Fact]
    public async Task RunOnceAsync_CameToWaitAfterTheWord_IsFound()
    {
        // A node that knows of no pause, and one whose memory of it was never written.
        var node = await StartAsync(_first, _second);
        var id = await AcceptWaitingAsync(node);
        await House.ExecuteAsync("UPDATE lanes SET mode = 'paused', mode_at = atelier.now() WHERE id = 'openai'");
        await node.Get<LaneModes>().LoadAsync(Cancel);

        await node.Get<QueueSweeper>().RunOnceAsync(Cancel);

        Assert.Equal("beta", (await node.WaitAsync(id, Account)).Slots[0].Image!.Model);
    }

    [Fact]
    public async Task SetAsync_CanceledWhileItWaits_EndsAtOnce()
    {
        var node = await StartAsync(_first);
        var id = await AcceptWaitingAsync(node);
        await SetAsync(node, LaneMode.Paused);
        await UntilLookedAfterAsync();

        await node.Get<GenerationCanceler>().CancelAsync(id, Account, Cancel);

        Assert.Equal("canceled", (await node.WaitAsync(id, Account)).Row.State);
        Assert.Equal(100_000, await BalanceAsync());
    }

    [Fact]
    public async Task SetAsync_BackAndForthUnderWorkOnTwoNodes_EachEndsPaidOnce()
    {
        var (one, two) = (await StartAsync(_first, _second), await StartAsync(_first, _second));
        var ids = await Together.RunAsync(
            20,
            async runner =>
            {
                if (runner % 5 == 4)
                {
                    var held = runner % 2 == 0 ? "openai" : "legnext";
                    await SetAsync(runner % 2 == 0 ? one : two, LaneMode.Paused, held);
                    await SetAsync(runner % 2 == 0 ? two : one, LaneMode.On, held);
                    return Guid.Empty;
                }

                return await TryAcceptAsync(runner % 2 == 0 ? one : two);
            }
        );
        await SetAsync(one, LaneMode.On);
        await SetAsync(one, LaneMode.On, "legnext");

        foreach (var id in ids.Where(id => id != Guid.Empty))
        {
            Assert.Equal("complete", (await one.WaitAsync(id, Account)).Row.State);
        }

        var made = ids.Count(id => id != Guid.Empty);
        Assert.Equal(made, _first.Posts.Count + _second.Posts.Count);
        Assert.Equal(100_000 - made * 1000, await BalanceAsync());
        await Books.AssertAsync(House, _first, _second);
    }

    // Both may be held back at the very moment, which is said at once.
    private async Task<Guid> TryAcceptAsync(TestNode node)
    {
        try
        {
            return await node.AcceptAsync(Account, "a lighthouse");
        }
        catch (Core.Errors.AtelierException)
        {
            return Guid.Empty;
        }
    }

    private async Task<Guid> AcceptWaitingAsync(TestNode node, FallbackRule fallback = FallbackRule.Declared)
    {
        await PauseAsync("openai");
        return await node.AcceptAsync(Account, "a lighthouse", fallback: fallback);
    }

    private Task UntilLookedAfterAsync() =>
        UntilAsync("EXISTS (SELECT FROM queue WHERE state = 'ready' AND submit AND follow_at > atelier.now())");

    private static Task SetAsync(TestNode node, LaneMode mode, string provider = "openai") =>
        node.Get<LaneModes>().SetAsync(provider, mode, null, new AuditEntry(null, null, "provider.mode"), Cancel);

    private async Task<string> ExplainAsync(TestNode node, Guid id) =>
        (await node.Get<Explainer>().FindAsync(id, Account, runsHouse: false, Cancel))!.Text;
}
