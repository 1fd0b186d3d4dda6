using Atelier.Crash.Tests.Benches;
using Atelier.Crash.Tests.Runs;
using Atelier.Engine.Waypoints;

namespace Atelier.Crash.Tests;

public class DatabaseAwayTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Category", "Long")]
    public async Task ConnectionsCut_InEveryStep_KeepsEveryPromise()
    {
        var cut = 0;
        await using var bench = await CrashBench.OpenAsync("cut", new BenchPlan { Spares = 1 }, Cancel);
        var run = new BlowRun(
            bench,
            StrikeKind.Cut,
            async go =>
            {
                cut += await bench.CutConnectionsAsync();
                await go();
            }
        );
        await run.RunAsync(bench.Wires.Cells, Cancel);
        Assert.True(cut > 0);
        await Verdict.SpeakAsync("cut", bench, run.Load, run.Strikes, Cancel);
    }

    [Fact]
    [Trait("Category", "Long")]
    public Task DatabaseRestarted_WhileACallIsUnderWay_KeepsEveryPromise() =>
        RestartAsync("restart-short", [new Cell(Waypoint.Sent, WirePair.OpenAiAndLegNext.AtOnce)]);

    [Fact]
    [Trait("Category", "Long")]
    public Task DatabaseRestarted_InEveryStep_KeepsEveryPromise() =>
        RestartAsync("restart-long", WirePair.OpenAiAndLegNext.Cells);

    private static async Task RestartAsync(string name, IReadOnlyList<Cell> cells)
    {
        await using var bench = await CrashBench.OpenAsync(
            name,
            new BenchPlan { Spares = 1, Open = OwnDatabase.OpenAsync },
            Cancel
        );
        var run = new BlowRun(
            bench,
            StrikeKind.DatabaseRestarted,
            async go =>
            {
                await bench.Database.StopAsync();
                await go();
                await bench.Database.StartAsync();
            }
        );
        await run.RunAsync(cells, Cancel);
        await Verdict.SpeakAsync(name, bench, run.Load, run.Strikes, Cancel);
    }
}
