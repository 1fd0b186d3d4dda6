using System.Text;
using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Engine.Callbacks;
using Atelier.Engine.Explaining;
using Atelier.Engine.Late;
using Atelier.Engine.Tests.Nodes;
using Atelier.Engine.Views;
using Atelier.Providers.Failures;
using Atelier.Providers.Keys;
using Atelier.Providers.Reconciling;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atelier.Engine.Tests.Keys;

/// <summary>Several keys of one provider, each of an account of its own that knows its own tasks alone.</summary>
public sealed class KeyRingNodeTests : KernelTests
{
    private readonly TestWire _one = Wire();
    private readonly TestWire _two = Wire();
    private readonly TestWire _next = new("piapi");

    [Fact]
    public async Task RunAsync_KeysOfDifferentWeight_SharesByWeightAndEveryCallIsNoted()
    {
        var node = await StartAsync(Ring(("K1", _one, 3), ("K2", _two, 1)));

        for (var i = 0; i < 8; i++)
        {
            Assert.Equal("complete", (await RunAsync(node)).Row.State);
        }

        Assert.Equal((6, 2), (_one.Posts.Count, _two.Posts.Count));
        Assert.Equal("K1 K1 K2 K1 K1 K1 K2 K1", await SentWithAsync());
        await Books.AssertAsync(House);
        Assert.Equal(
            _one.Billed + _two.Billed,
            await House.ScalarAsync<long>("SELECT sum(nanos)::bigint FROM costs WHERE entry = 'cost'")
        );
    }

    [Theory]
    [InlineData(FailureKind.Unauthorized, "key_refused")]
    [InlineData(FailureKind.OutOfCredits, "key_empty")]
    [InlineData(FailureKind.RateLimited, "key_limited")]
    public async Task RunAsync_OneKeyIsTurnedAway_AnotherSendsItAtOnceAndGoesOnAlone(FailureKind kind, string failure)
    {
        _one.Always = WireAct.Failing(kind) with { RetryAfter = TimeSpan.FromMinutes(2) };
        var node = await StartAsync(Ring(("K1", _one, 1), ("K2", _two, 1)), _next);

        var detail = await RunAsync(node);
        await RunAsync(node);
        await RunAsync(node);

        // The same model, by the same provider, and nobody else waits for it.
        Assert.Equal(("complete", "beta"), (detail.Row.State, detail.Slots[0].Image!.Model));
        Assert.Equal(
            [(AttemptState.NotSent, failure), (AttemptState.Succeeded, null)],
            (await AttemptsAsync(detail.Row.Id)).Select(attempt => (attempt.State, attempt.Failure))
        );
        Assert.Equal((1, 3, 0), (_one.Posts.Count, _two.Posts.Count, _next.Posts.Count));
        Assert.False(
            await House.ScalarAsync<bool>("SELECT paused_until > atelier.now() FROM lanes WHERE id = 'legnext'")
        );
        Assert.Equal("risk 40, clear 40, risk 40, cost 10", await Books.OfAsync(House, detail.Row.Id));

        _one.Always = WireAct.Answers;
        Time.Jump(TimeSpan.FromMinutes(6));
        await RunAsync(node);
        await RunAsync(node);
        Assert.Equal((2, 4), (_one.Posts.Count, _two.Posts.Count));
    }

    [Fact]
    public async Task RunAsync_AllKeysRefused_GoesToTheNextOfferAsWithOneKey()
    {
        _one.Always = WireAct.Failing(FailureKind.Unauthorized);
        _two.Always = WireAct.Failing(FailureKind.OutOfCredits);
        var node = await StartAsync(Ring(("K1", _one, 1), ("K2", _two, 1)), _next);

        var detail = await RunAsync(node);

        Assert.Equal(("complete", "gamma"), (detail.Row.State, detail.Slots[0].Image!.Model));
        Assert.Equal(
            ["key_refused", "out_of_credits", null],
            (await AttemptsAsync(detail.Row.Id)).Select(attempt => attempt.Failure)
        );
        await Books.AssertAsync(House, _next);
    }

    [Fact]
    public async Task RunAsync_AllKeysLimited_PausesTheLaneForTheFirstThatComesBack()
    {
        _one.Always = WireAct.Failing(FailureKind.RateLimited) with { RetryAfter = TimeSpan.FromSeconds(500) };
        _two.Always = WireAct.Failing(FailureKind.RateLimited) with { RetryAfter = TimeSpan.FromSeconds(90) };
        var node = await StartAsync(Ring(("K1", _one, 1), ("K2", _two, 1)), _next);

        Assert.Equal("gamma", (await RunAsync(node)).Slots[0].Image!.Model);

        var left = await House.ScalarAsync<double>(
            "SELECT extract(epoch FROM paused_until - atelier.now())::float8 FROM lanes WHERE id = 'legnext'"
        );
        Assert.InRange(left, 60, 90);
    }

    [Fact]
    public async Task RunAsync_RestartedWithOtherNamesOrderAndWeights_FollowsEachTaskWithItsKey()
    {
        _one.Always = _two.Always = new WireAct { Polls = int.MaxValue };
        var node = await StartAsync(Ring(("K1", _one, 1), ("K2", _two, 1)));
        var ids = new[] { await SubmitAsync(node, 1), await SubmitAsync(node, 2) };
        await node.StopAsync();

        // What was in one variable is in the other, and one of them takes nothing new.
        var other = await StartAsync(RingOf(("K2", "key 1", _one, 0), ("K1", "key 2", _two, 5)));
        _one.Finish();
        _two.Finish();
        await House.MoveClockAsync(TimeSpan.FromMinutes(1));

        foreach (var id in ids)
        {
            Assert.Equal("complete", (await other.WaitAsync(id, Account)).Row.State);
        }

        Assert.Equal((1, 1), (_one.Posts.Count, _two.Posts.Count));
        await RunAsync(other);
        Assert.Equal((1, 2), (_one.Posts.Count, _two.Posts.Count));
    }

    [Fact]
    public async Task RunAsync_AnswerLost_IsLookedForWithTheKeyThatSentIt()
    {
        _two.Then(WireAct.Lost());
        _one.Finds = _ => throw new InvalidOperationException("It was sent with another key.");
        _two.Finds = call => new Reconciled.Found(_two.TaskOf(call.AttemptId));
        var node = await StartAsync(Ring(("K1", _one, 1), ("K2", _two, 1)));

        await RunAsync(node);
        var detail = await RunAsync(node);

        Assert.Equal("complete", detail.Row.State);
        Assert.Equal((1, 1), (_one.Posts.Count, _two.Posts.Count));
        Assert.Equal("risk 40, cost 10", await Books.OfAsync(House, detail.Row.Id));
    }

    [Fact]
    public async Task RunAsync_AnswerLostWithTheNode_IsLookedForWithTheSameKeyUnderAnotherName()
    {
        _two.Then(WireAct.Lost());
        var node = await StartAsync(Ring(("K1", _one, 1), ("K2", _two, 1)));
        await RunAsync(node);
        var id = await node.AcceptAsync(Account, "lost with the node");
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'unknown')");
        await node.StopAsync();
        _one.Finds = _ => throw new InvalidOperationException("It was sent with another key.");
        _two.Finds = call => new Reconciled.Found(_two.TaskOf(call.AttemptId));

        var other = await StartAsync(RingOf(("K2", "key 1", _one, 1), ("K1", "key 2", _two, 1)));

        Assert.Equal("complete", (await other.WaitAsync(id, Account)).Row.State);
        Assert.Equal("risk 40, cost 10", await Books.OfAsync(House, id));
        Assert.Single(_two.Posts);
    }

    [Fact]
    public async Task RunAsync_AnswerLostAndItsKeyTakenAway_RunsOnceAgainAndTheRiskStays()
    {
        _two.Then(WireAct.Lost());
        var node = await StartAsync(Ring(("K1", _one, 1), ("K2", _two, 1)), _next);
        await RunAsync(node);
        var id = await node.AcceptAsync(Account, "lost with its key");
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'unknown')");
        await node.StopAsync();

        // Before the start: what is looked at while the clock moves is put off by the time after the move.
        await House.MoveClockAsync(TimeSpan.FromMinutes(2));
        var other = await StartAsync(Ring(("K1", _one, 1)), _next);

        Assert.Equal("complete", (await other.WaitAsync(id, Account)).Row.State);
        // As with any call of which nothing is known; the operator decides about it.
        Assert.Equal("risk 40, risk 40, cost 10", await Books.OfAsync(House, id));
        Assert.Equal((1, 1), (_two.Posts.Count, _next.Posts.Count));
    }

    [Fact]
    public async Task RunAsync_Canceled_AsksTheKeyThatSentItToStop()
    {
        _two.Always = new WireAct { Polls = int.MaxValue };
        _two.Cancels = WireCancel.Confirms;
        var node = await StartAsync(Ring(("K1", _one, 1), ("K2", _two, 1)));
        await RunAsync(node);
        var id = await SubmitAsync(node, 1);

        Assert.NotNull(await node.Get<GenerationCanceler>().CancelAsync(id, Account, Cancel));

        Assert.Equal("canceled", (await node.WaitAsync(id, Account)).Row.State);
        Assert.Equal((0, 1), (_one.CancelsAsked, _two.CancelsAsked));
    }

    [Fact]
    public async Task ReceiveAsync_CallbackOfALostCall_IsCheckedWithTheKeyThatSentIt()
    {
        _two.Then(WireAct.Lost());
        var node = await StartAsync(Ring(("K1", _one, 1), ("K2", _two, 1)));
        await RunAsync(node);
        var id = await node.AcceptAsync(Account, "called back");
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'unknown')");
        var attempt = (await AttemptsAsync(id))[0].Id;

        Assert.True(
            await node.Get<CallbackReceiver>()
                .ReceiveAsync(
                    "legnext",
                    attempt,
                    TestAddresses.TokenOf(attempt),
                    Encoding.UTF8.GetBytes(_two.TaskOf(attempt)),
                    Cancel
                )
        );

        Assert.Equal("complete", (await node.WaitAsync(id, Account)).Row.State);
        Assert.Equal((0, 1), (_one.TasksAsked, _two.TasksAsked));
    }

    [Fact]
    public async Task RunAsync_KeyTakenAwayWhileItsTaskRuns_WaitsSaysSoAndLosesNothing()
    {
        _two.Always = new WireAct { Polls = int.MaxValue };
        var node = await StartAsync(Ring(("K1", _one, 1), ("K2", _two, 1)), _next);
        await RunAsync(node);
        var id = await SubmitAsync(node, 1);
        await node.StopAsync();

        var without = await StartAsync(Ring(("K1", _one, 1)), _next);
        var waiting = await without.Get<Explainer>().FindAsync(id, Account, runsHouse: true, Cancel);
        var others = await without.Get<Explainer>().FindAsync(id, Account, runsHouse: false, Cancel);
        await UntilAsync("EXISTS (SELECT FROM queue WHERE state = 'ready' AND follow_at > atelier.now())");
        await House.MoveClockAsync(TimeSpan.FromMinutes(62));
        var ended = await without.WaitAsync(id, Account);

        const string Waits = "can be asked again as soon as the key that was in K2 is set again";
        Assert.Contains(Waits, waiting!.Text, StringComparison.Ordinal);
        Assert.Equal(Waits, waiting.Calls[0].Outcome);
        Assert.DoesNotContain("K2", others!.Text + others.Calls[0].Outcome, StringComparison.Ordinal);
        // Another call would be a second payment for sure; the caller pays nothing, and the risk stays in sight.
        Assert.Equal(("failed", "outcome_unknown", 0L), (ended.Row.State, ended.Row.ErrorCode, ended.Row.Settled));
        var attempt = Assert.Single(await AttemptsAsync(id));
        Assert.Equal((AttemptState.Unknown, "key_removed"), (attempt.State, attempt.Failure));
        Assert.Equal("risk 40", await Books.OfAsync(House, id));
        Assert.Empty(_next.Posts);
        Assert.Equal(
            "K2",
            KeyMark
                .Read(Assert.Single(await new OperatorStore(House.Data).ListAsync(null, null, 10, Cancel)).SentWith)!
                .Name
        );
        await without.StopAsync();

        _two.Finish();
        var again = await StartAsync(Ring(("K1", _one, 1), ("K2", _two, 0)), _next);
        await House.MoveClockAsync(TimeSpan.FromHours(2));
        await again.Get<LateWorker>().RunOnceAsync(Cancel);

        Assert.Equal("risk 40, cost 10", await Books.OfAsync(House, id));
        Assert.Equal(1L, await House.ScalarAsync<long>("SELECT count(*) FROM images WHERE candidate"));
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("intent")]
    public async Task RunAsync_SenderDiedOverTheNoteOfItsTaskAndItsKeyIsGone_IsNotPaidAgainAndEnds(string state)
    {
        _two.Then(WireAct.Lost());
        var node = await StartAsync(Ring(("K1", _one, 1), ("K2", _two, 1)), _next);
        await RunAsync(node);
        var id = await node.AcceptAsync(Account, "noted and no more");
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'unknown')");
        await node.StopAsync();
        await House.ExecuteAsync(
            "UPDATE attempts SET task_id = 'job_1', state = @state, failure = NULL WHERE state = 'unknown'",
            new { state }
        );

        await House.MoveClockAsync(TimeSpan.FromMinutes(2));
        var without = await StartAsync(Ring(("K1", _one, 1)), _next);
        await UntilAsync("EXISTS (SELECT FROM queue WHERE state = 'ready' AND follow_at > atelier.now())");
        await House.MoveClockAsync(TimeSpan.FromMinutes(62));
        var ended = await without.WaitAsync(id, Account);

        Assert.Equal(("failed", "outcome_unknown", 0L), (ended.Row.State, ended.Row.ErrorCode, ended.Row.Settled));
        var attempt = Assert.Single(await AttemptsAsync(id));
        Assert.Equal((AttemptState.Unknown, "key_removed"), (attempt.State, attempt.Failure));
        Assert.Equal("risk 40", await Books.OfAsync(House, id));
        Assert.Empty(_next.Posts);
    }

    [Fact]
    public async Task RunAsync_ManyAtOnceWhileOneKeyIsLimited_AllAreMadeAndPaidOnce()
    {
        _one.Always = WireAct.Failing(FailureKind.RateLimited) with { RetryAfter = TimeSpan.FromMinutes(9) };
        var ring = Ring(("K1", _one, 5), ("K2", _two, 1));
        var nodes = new[] { await StartAsync(ring), await StartAsync(Ring(("K1", _one, 5), ("K2", _two, 1))) };

        var ids = new List<Guid>();
        for (var i = 0; i < 24; i++)
        {
            ids.Add(await nodes[i % 2].AcceptAsync(Account, $"at once {i}"));
        }

        foreach (var id in ids)
        {
            Assert.Equal("complete", (await nodes[0].WaitAsync(id, Account)).Row.State);
        }

        // Each node finds out for itself, with as many calls as it had under way.
        Assert.Equal(24, _two.Posts.Count);
        Assert.InRange(_one.Posts.Count, 2, 2 * WireCatalogue.Lane);
        await Books.AssertAsync(House, _two);
    }

    private static TestWire Wire() => new("legnext", tasks: true) { Reconciliation = Reconciliation.ByWindow };

    private KeyRing Ring(params (string Name, TestWire Wire, int Weight)[] keys) =>
        RingOf([.. keys.Select(key => (key.Name, $"key {key.Name[1..]}", key.Wire, key.Weight))]);

    private async Task<Guid> SubmitAsync(TestNode node, int expected)
    {
        var id = await node.AcceptAsync(Account, $"a task {expected}");
        await UntilAsync("(SELECT count(*) FROM attempts WHERE state = 'submitted') = @expected", new { expected });
        return id;
    }

    private Task<string> SentWithAsync() =>
        House.ScalarAsync<string>(
            "SELECT string_agg(split_part(sent_with, '#', 1), ' ' ORDER BY intent_at, id) FROM attempts"
        )!;

    private KeyRing RingOf(params (string Name, string Key, TestWire Wire, int Weight)[] keys) =>
        new(
            [.. keys.Select(key => new ProviderKey(KeyMark.Of("legnext", key.Name, key.Key), key.Weight, key.Wire))],
            Time,
            NullLogger<KeyRing>.Instance
        );

    private Task<TestNode> StartAsync(KeyRing ring, params TestWire[] others) =>
        StartAsync(new NodeSetup { Wires = [ring, .. others] });
}
