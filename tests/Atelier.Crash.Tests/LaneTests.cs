using Atelier.Crash.Tests.Benches;
using Atelier.Crash.Tests.Runs;

namespace Atelier.Crash.Tests;

public class LaneTests
{
    private const int Narrow = 3;

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Category", "Long")]
    public async Task LaneRun_TwoNodesKilledInTurn_FillTheirLanesAndNeverOverfillThem()
    {
        await using var bench = await CrashBench.OpenAsync("lanes", new BenchPlan { LaneCapacity = Narrow }, Cancel);
        var run = new LaneRun(bench, kills: 24);
        await run.RunAsync(Cancel);
        // OpenAI's lost calls go on at LegNext, whose three places are then wanted by twice as many tasks.
        var queueing = await Drain.QueueingAsync(bench, Cancel);
        await Verdict.SpeakAsync("lanes", bench, run.Load, run.Strikes, Cancel, queueing);
        Assert.Equal((Narrow, Narrow), (bench.Emulator.OpenAi.MostTasksAtOnce, bench.Emulator.LegNext.MostTasksAtOnce));
    }
}
