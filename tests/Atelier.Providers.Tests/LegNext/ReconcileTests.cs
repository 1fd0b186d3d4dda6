using System.Globalization;
using Atelier.Core.Requests;
using Atelier.Emulators.Faults;
using Atelier.Providers.Calls;
using Atelier.Providers.Reconciling;
using Atelier.Providers.Tests.Serving;
using static Atelier.Providers.Tests.LegNext.LegNextOrders;
using static Atelier.Providers.Tests.LegNext.LostCalls;

namespace Atelier.Providers.Tests.LegNext;

/// <summary>What becomes of a POST whose answer was lost.</summary>
[Trait("Requirement", "A-38")]
public sealed class ReconcileTests
{
    [Fact]
    public async Task Reconcile_OneJobInTheWindow_IsOurs()
    {
        await using var bench = await LegNextBench.StartAsync();
        var (call, intentAt) = (Compiled(Create()), bench.Now);
        await bench.LoseAsync(call);

        var (_, result) = await bench.LookAsync(bench.Lost(call, intentAt), 3);

        var taskId = Assert.IsType<Reconciled.Found>(result).TaskId;
        bench.Wire.FinishTasks();
        Assert.IsType<Answers.TaskState.Answered>(await bench.PollAsync(taskId));
        Assert.Equal(
            bench.Wire.Bill.NanoDollars,
            (await bench.Provider.ReadAsync(call, bench.Spool, LegNextBench.Cancel)).CostNanos
        );
        Assert.Single(bench.Wire.Calls, sent => sent.Method == "POST");
        Assert.Empty(bench.Wire.Violations);
    }

    [Fact]
    public async Task Reconcile_JobOfThisVeryMoment_MayBeACallsThatNobodyKnowsYet()
    {
        await using var bench = await LegNextBench.StartAsync();
        var call = Compiled(Create());
        var lost = bench.Lost(call, bench.Now);
        bench.Time.Advance(TimeSpan.FromSeconds(5));
        // Begun when the rivals had been counted.
        var newcomer = await bench.SubmitAsync(WithSeed(7));

        (lost, var early) = await bench.LookAsync(lost);
        var known = lost with { KnownTasks = new HashSet<string> { newcomer } };
        var later = await WatchAsync(bench, known, 5, 60);

        Assert.IsType<Reconciled.Unsure>(early);
        Assert.IsType<Reconciled.Nothing>(later[^1]);
    }

    [Fact]
    public async Task Reconcile_JobOfAnotherAttempt_IsNotOurs()
    {
        await using var bench = await LegNextBench.StartAsync();
        var (call, intentAt) = (Compiled(Create()), bench.Now);
        var known = await bench.SubmitAsync(call);

        var (_, result) = await bench.LookAsync(
            bench.Lost(call, intentAt) with
            {
                KnownTasks = new HashSet<string> { known },
            }
        );

        Assert.IsType<Reconciled.Unsure>(result);
    }

    [Fact]
    public async Task Reconcile_JobOfAnotherKind_IsNotOurs()
    {
        await using var bench = await LegNextBench.StartAsync();
        var intentAt = bench.Now;
        await bench.LoseAsync(Compiled(Create()));

        var upscale = Compiled(Change(new Upscale(Guid.Empty, false, false)));
        var (_, result) = await bench.LookAsync(bench.Lost(upscale, intentAt));

        Assert.IsType<Reconciled.Unsure>(result);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(10, true)]
    [InlineData(-2, false)]
    [InlineData(11, false)]
    public async Task Reconcile_JobAtTheEdgeOfTheWindow_IsOursUpToTenSeconds(int madeAfter, bool ours)
    {
        await using var bench = await LegNextBench.StartAsync();
        var call = Compiled(Create());
        var intentAt = bench.Now - TimeSpan.FromSeconds(madeAfter);
        await bench.LoseAsync(call);

        var (_, result) = await bench.LookAsync(bench.Lost(call, intentAt), 2);

        Assert.Equal(ours, result is Reconciled.Found);
        Assert.Equal(!ours, result is Reconciled.Unsure);
    }

    [Fact]
    public async Task Reconcile_TwoLost_StayUnsureUntilTheirSeedsShow()
    {
        await using var bench = await LegNextBench.StartAsync();
        var intentAt = bench.Now;
        var (first, second) = (Compiled(Create()), WithSeed(7));
        await bench.LoseAsync(first);
        await bench.LoseAsync(second);
        var a = bench.Lost(first, intentAt, new LostRival(second, intentAt));
        var b = bench.Lost(second, intentAt, new LostRival(first, intentAt));

        (a, var early) = await bench.LookAsync(a, 5);
        (b, var earlyToo) = await bench.LookAsync(b);
        (a, var later) = await bench.LookAsync(a, 10);
        (b, _) = await bench.LookAsync(b);
        bench.Wire.FinishTasks();
        // By now LegNext's list is empty: only memory knows which two there were.
        var foundA = Assert.IsType<Reconciled.Found>((await bench.LookAsync(a, 10)).Result).TaskId;
        var foundB = Assert.IsType<Reconciled.Found>((await bench.LookAsync(b)).Result).TaskId;

        Assert.All([early, earlyToo, later], result => Assert.IsType<Reconciled.Unsure>(result));
        Assert.Equal(Seed, await SeedOfAsync(bench, first, foundA));
        Assert.Equal(7, await SeedOfAsync(bench, second, foundB));
    }

    [Fact]
    public async Task Reconcile_OneJobAndARivalThatMayHaveMadeIt_IsUnsureUntilItsSeedShows()
    {
        await using var bench = await LegNextBench.StartAsync();
        var intentAt = bench.Now;
        var (sent, never) = (Compiled(Create()), WithSeed(7));
        await bench.LoseAsync(sent);
        var a = bench.Lost(sent, intentAt, new LostRival(never, intentAt));
        var b = bench.Lost(never, intentAt, new LostRival(sent, intentAt));

        (a, var early) = await bench.LookAsync(a, 5);
        (b, var earlyToo) = await bench.LookAsync(b);
        bench.Wire.FinishTasks();
        (b, _) = await bench.LookAsync(b, 14);
        (b, _) = await bench.LookAsync(b, 14);
        (b, var whileWatching) = await bench.LookAsync(b, 14);
        var (_, late) = await bench.LookAsync(b, 13);
        var (_, found) = await bench.LookAsync(a);

        Assert.All([early, earlyToo, whileWatching], result => Assert.IsType<Reconciled.Unsure>(result));
        Assert.IsType<Reconciled.Nothing>(late);
        Assert.IsType<Reconciled.Found>(found);
    }

    [Fact]
    public async Task Reconcile_RivalWithTheSameSeed_StaysUnsure()
    {
        await using var bench = await LegNextBench.StartAsync();
        var (call, intentAt) = (Compiled(Create()), bench.Now);
        await bench.LoseAsync(call);
        await bench.LoseAsync(call);
        var lost = bench.Lost(call, intentAt, new LostRival(call, intentAt));

        (lost, _) = await bench.LookAsync(lost, 5);
        bench.Wire.FinishTasks();
        var results = await WatchAsync(bench, lost, 5, 60);

        Assert.All(results, result => Assert.IsType<Reconciled.Unsure>(result));
    }

    [Fact]
    public async Task Reconcile_RivalOfAnotherTime_DoesNotMatter()
    {
        await using var bench = await LegNextBench.StartAsync();
        var first = bench.Now;
        var (a, b) = (Compiled(Create()), WithSeed(7));
        await bench.LoseAsync(a);
        bench.Time.Advance(TimeSpan.FromSeconds(20));
        var second = bench.Now;
        await bench.LoseAsync(b);

        var (_, resultA) = await bench.LookAsync(bench.Lost(a, first, new LostRival(b, second)), 2);
        var (_, resultB) = await bench.LookAsync(bench.Lost(b, second, new LostRival(a, first)));

        Assert.NotEqual(
            Assert.IsType<Reconciled.Found>(resultA).TaskId,
            Assert.IsType<Reconciled.Found>(resultB).TaskId
        );
    }

    [Fact]
    public async Task Reconcile_RivalOfAnotherKind_DoesNotMatter()
    {
        await using var bench = await LegNextBench.StartAsync();
        var (call, intentAt) = (Compiled(Create()), bench.Now);
        await bench.LoseAsync(call);
        var rival = new LostRival(Compiled(Change(new Upscale(Guid.Empty, false, false))), intentAt);

        Assert.IsType<Reconciled.Found>((await bench.LookAsync(bench.Lost(call, intentAt, rival), 2)).Result);
    }

    [Fact]
    public async Task Reconcile_OneOfTwoIsDone_DoesNotMakeTheOtherOurs()
    {
        await using var bench = await LegNextBench.StartAsync(held: false);
        var parent = await bench.SubmitAsync(Create());
        var call = Compiled(Change(new Variation(Guid.Empty, null, 0.8), Own(parent, 0)));
        var intentAt = bench.Now;
        bench.Wire.TaskDuration = TimeSpan.FromSeconds(20);
        await bench.LoseAsync(call);
        bench.Wire.TaskDuration = null;
        await bench.LoseAsync(call);
        var lost = bench.Lost(call, intentAt);

        var results = await WatchAsync(bench, lost, 5, 60);

        Assert.Equal(1, bench.Wire.RunningTasks);
        Assert.All(results, result => Assert.IsType<Reconciled.Unsure>(result));
    }

    [Fact]
    public async Task Reconcile_OneOfTwoFailedForNothing_DoesNotMakeTheOtherOurs()
    {
        await using var bench = await LegNextBench.StartAsync();
        var (call, intentAt) = (Compiled(Create()), bench.Now);
        bench.Wire.TaskDuration = TimeSpan.FromSeconds(20);
        bench.Wire.AddFaults(new FaultRule { Action = FaultAction.FailedTask });
        await bench.SubmitAsync(call);
        bench.Wire.TaskDuration = null;
        await bench.SubmitAsync(WithSeed(7));

        var results = await WatchAsync(bench, bench.Lost(call, intentAt), 5, 60);

        Assert.All(results, result => Assert.IsType<Reconciled.Unsure>(result));
    }

    [Fact]
    public async Task Reconcile_ChangeThatShowsAnotherSeed_IsNotProvenToBeAnothers()
    {
        await using var bench = await LegNextBench.StartAsync(held: false);
        var parent = await bench.SubmitAsync(Create());
        bench.Wire.TaskDuration = null;
        var order = Change(new Variation(Guid.Empty, "in snow", 0.8), Own(parent, 0), "in snow");
        var other = Compiled(order with { Request = order.Request with { Seed = 7 } });
        var intentAt = bench.Now;
        await bench.LoseAsync(other);
        var lost = bench.Lost(Compiled(order), intentAt, new LostRival(other, intentAt));

        (lost, _) = await bench.LookAsync(lost, 5);
        bench.Wire.FinishTasks();
        var results = await WatchAsync(bench, lost, 5, 60);

        Assert.All(results, result => Assert.IsType<Reconciled.Unsure>(result));
    }

    [Fact]
    public async Task Reconcile_ClocksMinutesApart_IsFoundByItsSeed()
    {
        await using var bench = await LegNextBench.StartAsync();
        var call = Compiled(Create());
        await bench.LoseAsync(call);
        var lost = bench.Lost(call, bench.Now + TimeSpan.FromSeconds(60));

        (lost, var early) = await bench.LookAsync(lost, 65);
        bench.Wire.FinishTasks();
        var (_, late) = await bench.LookAsync(lost, 10);

        Assert.IsType<Reconciled.Unsure>(early);
        Assert.IsType<Reconciled.Found>(late);
    }

    private static async Task<long> SeedOfAsync(LegNextBench bench, CompiledCall call, string taskId)
    {
        var spool = new MemorySpool();
        await bench.Provider.PollAsync(taskId, 0, spool, LegNextBench.Cancel);
        var answer = await bench.Provider.ReadAsync(call, spool, LegNextBench.Cancel);
        return answer.Pictures[0].Seed
            ?? throw new InvalidOperationException(taskId.ToString(CultureInfo.InvariantCulture));
    }
}
