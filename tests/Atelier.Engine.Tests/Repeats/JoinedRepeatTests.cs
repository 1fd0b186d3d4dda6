using Atelier.Data.Blobs;
using Atelier.Data.Budgets;
using Atelier.Engine.Sweeping;
using Atelier.Engine.Tests.Nodes;
using Atelier.Engine.Views;
using Atelier.Providers.Failures;
using Dapper;

namespace Atelier.Engine.Tests.Repeats;

/// <summary>The same request again while the first is still at work: it waits for those pictures, and goes on alone where they do not come.</summary>
public sealed class JoinedRepeatTests : RepeatKernelTests
{
    [Fact]
    public async Task AcceptAsync_WhileTheFirstRuns_WaitsForItsPictures()
    {
        var gate = new Gate();
        var wire = new TestWire("openai").Then(new WireAct { After = gate });
        var node = await StartAsync(wire);
        var first = await AcceptAsync(node, seed: 7);
        await gate.Reached;

        var second = await AcceptAsync(node, seed: 7);
        gate.Open();

        Assert.Equal("complete", (await node.WaitAsync(first, Account)).Row.State);
        var joined = await node.WaitAsync(second, Account);
        Assert.Equal(("complete", 0L), (joined.Row.State, joined.Row.Settled));
        Assert.Single(wire.Posts);
        await Books.AssertAsync(House, wire);
    }

    [Fact]
    [Trait("Requirement", "C-78")]
    public async Task RunAsync_OwnerCancelsTheOther_GoesOnByItselfAndIsPaid()
    {
        var wire = new TestWire("openai");
        var node = await StartAsync(wire);
        await PauseAsync("openai");
        var (first, second) = (await AcceptAsync(node, seed: 7), await AcceptAsync(node, seed: 7));
        await UntilWaitsAsync(second);

        await node.Get<GenerationCanceler>().CancelAsync(first, Account, Cancel);
        await ResumeAsync("openai");

        var joined = await node.WaitAsync(second, Account);
        Assert.Equal(("complete", 1000L, null), (joined.Row.State, joined.Row.Settled, joined.Plan.Repeats));
        Assert.Equal("canceled", (await node.WaitAsync(first, Account)).Row.State);
        Assert.Equal(99_000, await BalanceAsync());
        Assert.Single(wire.Posts);
        await Books.AssertAsync(House, wire);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 3)]
    public async Task RunAsync_OwnerCancelsWhatWasSent_GetsWhatCameAllTheSameOrGoesOnByItself(bool charges, int posts)
    {
        var gate = new Gate();
        var wire = new TestWire("openai").Then(new WireAct { After = gate });
        var node = await StartAsync(new NodeSetup { Wires = [wire] }, work => work.CancelCharges = charges);
        var first = await AcceptAsync(node, seed: 7);
        await gate.Reached;
        var seconds = new[] { await AcceptAsync(node, seed: 7), await AcceptAsync(node, seed: 7) };

        await node.Get<GenerationCanceler>().CancelAsync(first, Account, Cancel);
        gate.Open();

        Assert.Equal("canceled", (await node.WaitAsync(first, Account)).Row.State);
        foreach (var second in seconds)
        {
            var joined = await node.WaitAsync(second, Account);
            Assert.Equal(("complete", charges ? 0L : 1000L), (joined.Row.State, joined.Row.Settled));
        }

        Assert.Equal(posts, wire.Posts.Count);
        await Books.AssertAsync(House, wire);
    }

    [Theory]
    [InlineData(FailureKind.ServerError, "complete", 2)]
    [InlineData(FailureKind.Refused, "failed", 1)]
    public async Task RunAsync_TheOtherFails_GoesOnByItselfWhereThatCanHelp(FailureKind kind, string state, int posts)
    {
        var gate = new Gate();
        var wire = new TestWire("openai").Then(WireAct.Failing(kind) with { After = gate });
        var node = await StartAsync(wire);
        var first = await AcceptAsync(node, seed: 7);
        await gate.Reached;
        var second = await AcceptAsync(node, seed: 7);
        await UntilWaitsAsync(second);
        gate.Open();

        Assert.Equal("failed", (await node.WaitAsync(first, Account)).Row.State);
        var joined = await node.WaitAsync(second, Account);
        Assert.Equal((state, posts), (joined.Row.State, wire.Posts.Count));
        Assert.Equal(kind == FailureKind.Refused ? "content_policy" : null, joined.Row.ErrorCode);
        await Books.AssertAsync(House, wire);
    }

    [Fact]
    public async Task AcceptAsync_JoinerCouldNotPay_JoinsForNothingAndGetsThosePicturesOrNone()
    {
        var wire = new TestWire("openai");
        var node = await StartAsync(wire);
        var poor = await House.AddAccountAsync(credits: 1, cancellationToken: Cancel);
        await PauseAsync("openai");
        var first = await AcceptAsync(node, seed: 7, account: poor);
        var second = await AcceptAsync(node, seed: 7, account: poor);
        await UntilWaitsAsync(second);

        await node.Get<GenerationCanceler>().CancelAsync(first, poor, Cancel);

        var joined = await node.WaitAsync(second, poor);
        Assert.Equal(
            ("failed", "generation_failed", 0L, 0L),
            (joined.Row.State, joined.Row.ErrorCode, joined.Row.Reserved, joined.Row.Settled)
        );
        Assert.Equal(
            1000,
            await House.ScalarAsync<long>("SELECT balance FROM accounts WHERE id = @poor", new { poor })
        );
        await Books.AssertAsync(House, wire);
    }

    [Fact]
    public async Task RunAsync_JoinedAndGiven_HoldsNothingAndCountsNoPicture()
    {
        var gate = new Gate();
        var wire = new TestWire("openai").Then(new WireAct { After = gate });
        var node = await StartAsync(wire);
        var guest = await House.AddAccountAsync(credits: 10, cancellationToken: Cancel);
        await House.ExecuteAsync("UPDATE accounts SET tier = 'free' WHERE id = @guest", new { guest });
        var first = await AcceptAsync(node, seed: 7, account: guest);
        await gate.Reached;
        var second = await AcceptAsync(node, seed: 7, account: guest);
        await UntilWaitsAsync(second);
        Assert.Equal(2, await House.ScalarAsync<int>("SELECT pictures FROM daily_usage"));
        // It stands in nobody's way: what runs is one.
        Assert.Equal(
            1L,
            await House.ScalarAsync<long>("SELECT count(*) FROM queue WHERE state IN ('ready', 'running')")
        );
        gate.Open();

        Assert.Equal("complete", (await node.WaitAsync(first, guest)).Row.State);
        var joined = await node.WaitAsync(second, guest);
        Assert.Equal(("complete", 0L), (joined.Row.State, joined.Row.Settled));
        Assert.Equal(1, await House.ScalarAsync<int>("SELECT pictures FROM daily_usage"));
        Assert.Equal(
            9_000,
            await House.ScalarAsync<long>("SELECT balance FROM accounts WHERE id = @guest", new { guest })
        );
        await Books.AssertAsync(House, wire);
    }

    [Fact]
    public async Task RunOnceAsync_NodeThatListenedIsDead_TheSweepWakesIt()
    {
        var wire = new TestWire("openai");
        var node = await StartAsync(wire);
        await PauseAsync("openai");
        var (first, second) = (await AcceptAsync(node, seed: 7), await AcceptAsync(node, seed: 7));
        await UntilWaitsAsync(second);
        await node.StopAsync();
        var other = await StartAsync(wire);
        await other.Get<GenerationCanceler>().CancelAsync(first, Account, Cancel);

        await other.Get<QueueSweeper>().RunOnceAsync(Cancel);
        await ResumeAsync("openai");

        Assert.Equal("complete", (await other.WaitAsync(second, Account)).Row.State);
    }

    [Fact]
    public async Task RunAsync_StoreBreaksInTheMiddleOfACopy_TriesAgainAndLeavesNothing()
    {
        var wire = new TestWire("openai");
        var (node, blobs) = await StartFaultyAsync(wire);
        var first = await RunAsync(node, seed: 7);
        // Looking at the bytes, then the second copy.
        blobs.Arm(failAt: 3);

        var again = await RunAsync(node, seed: 7);

        Assert.Equal(
            ("complete", 1L),
            (again.Row.State, await House.ScalarAsync<long>("SELECT count(*) FROM leftovers"))
        );
        var folder = Path.Combine(node.BlobFolder, BlobKeys.Images, again.Row.Id.ToString());
        Assert.Equal(2, Directory.GetDirectories(folder).Length);
        Assert.Equal(0, await node.Get<LeftoverSweeper>().RunOnceAsync(Cancel));
        await House.MoveClockAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(1, await node.Get<LeftoverSweeper>().RunOnceAsync(Cancel));
        Assert.EndsWith(
            again.Slots[0].Image!.Id.ToString(),
            Assert.Single(Directory.GetDirectories(folder)),
            StringComparison.Ordinal
        );
        Assert.Equal(0, await House.ScalarAsync<long>("SELECT count(*) FROM leftovers"));
        Assert.NotEqual(first.Row.Id, again.Row.Id);
    }

    [Fact]
    public async Task RunAsync_JoinedAndTheCopyBreaksOnce_GivesBackWhatItHeldOfTheBudget()
    {
        var gate = new Gate();
        var wire = new TestWire("openai").Then(new WireAct { After = gate });
        var (node, blobs) = await StartFaultyAsync(wire);
        await new BudgetStore(House.Data).SetAsync(Most * 10, Cancel);
        var first = await AcceptAsync(node, seed: 7);
        await gate.Reached;
        var second = await AcceptAsync(node, seed: 7);
        await UntilWaitsAsync(second);
        Assert.Equal(Most * 2, (await new BudgetStore(House.Data).FindAsync(Cancel))!.Risk);
        await PauseAsync("local");
        gate.Open();
        Assert.Equal("complete", (await EndAsync(node, first)).Row.State);
        blobs.Arm(failAt: 3);
        await using var connection = await House.OpenHolderAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await connection.ExecuteAsync("SELECT 1 FROM budgets FOR UPDATE", transaction: transaction);

        await ResumeAsync("local");

        // Its ending takes the budget before the account, as all that write both.
        await UntilAsync(
            "EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"
        );
        await connection.ExecuteAsync("SELECT 1 FROM accounts FOR UPDATE NOWAIT", transaction: transaction);
        await transaction.CommitAsync(Cancel);
        var joined = await node.WaitAsync(second, Account);
        Assert.Equal(("complete", 0L), (joined.Row.State, joined.Row.Settled));
        Assert.True(blobs.Calls > 3);
        Assert.Equal(new BudgetRow(Most * 10, Price, 0), await new BudgetStore(House.Data).FindAsync(Cancel));
        await Books.AssertAsync(House, wire);
    }

    [Fact]
    public async Task RunAsync_TheOtherIsErasedMeanwhile_FailsForNothing()
    {
        var wire = new TestWire("openai");
        var node = await StartIdleAsync(wire);
        var busy = await StartAsync(wire);
        await RunAsync(busy, seed: 7);
        await House.ExecuteAsync("UPDATE lanes SET paused_until = 'infinity' WHERE id = 'local'");
        var again = await AcceptAsync(node, seed: 7);
        await House.ExecuteAsync("UPDATE images SET deleted_at = atelier.now()");
        await House.ExecuteAsync("UPDATE lanes SET paused_until = '-infinity' WHERE id = 'local'");

        var ended = await busy.WaitAsync(again, Account);

        Assert.Equal(("failed", "generation_failed", 0L), (ended.Row.State, ended.Row.ErrorCode, ended.Row.Settled));
        await Books.AssertAsync(House, wire);
    }
}
