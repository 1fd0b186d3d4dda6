using Atelier.Crash.Tests.Benches;
using Atelier.Crash.Tests.Runs;

namespace Atelier.Crash.Tests;

public class ZombieTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Category", "Long")]
    public Task Zombie_FrozenForThreeSecondsInEveryStep_KeepsEveryPromise() =>
        RunAsync("zombie-short", zombies: 6, TimeSpan.FromSeconds(3));

    [Fact]
    [Trait("Category", "Long")]
    public Task Zombie_FrozenForAMinuteInEveryStep_KeepsEveryPromise() =>
        RunAsync("zombie-long", zombies: 7, TimeSpan.FromSeconds(60));

    private static async Task RunAsync(string name, int zombies, TimeSpan frozen)
    {
        await using var bench = await CrashBench.OpenAsync(name, new BenchPlan(), Cancel);
        var run = new ZombieRun(bench, zombies, frozen);
        await run.RunAsync(Cancel);
        await Verdict.SpeakAsync(name, bench, run.Load, run.Strikes, Cancel);
    }
}
