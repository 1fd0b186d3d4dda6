using Atelier.Crash.Tests.Benches;
using Atelier.Crash.Tests.Runs;
using Atelier.Crash.Worker.Hosting;

namespace Atelier.Crash.Tests;

public class KillRunTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "A-38")]
    [Trait("Requirement", "B-35")]
    public Task KillRun_Short_KeepsEveryPromise() =>
        RunAsync("kill-short", WirePair.OpenAiAndLegNext, kills: 40, leastEach: 1);

    [Fact]
    [Trait("Category", "Long")]
    public Task KillRun_Long_KeepsEveryPromise() =>
        RunAsync("kill-long", WirePair.OpenAiAndLegNext, kills: 300, leastEach: 10);

    // Some 37 workers are started: 80 seconds of a processor.
    [Fact]
    [Trait("Category", "Long")]
    [Trait("Requirement", "A-38")]
    public Task KillRun_GeminiAndReplicateShort_KeepsEveryPromise() =>
        RunAsync("kill-wires-short", WirePair.GeminiAndReplicate, kills: 30, leastEach: 1);

    [Fact]
    [Trait("Category", "Long")]
    public Task KillRun_GeminiAndReplicateLong_KeepsEveryPromise() =>
        RunAsync("kill-wires-long", WirePair.GeminiAndReplicate, kills: 300, leastEach: 10);

    // A live process that gets no core for the time of its lease loses its work, and that counts as if it had died over it.
    private static CrashSettings Patient(CrashSettings settings) =>
        settings with
        {
            MostFailures = settings.MostFailures + 3,
        };

    // Where jobs that have ended are not listed any more, who takes over must come before the shortest one ends.
    private static CrashSettings MorePatient(CrashSettings settings) =>
        Patient(settings) with
        {
            Lease = TimeSpan.FromSeconds(4),
        };

    private static async Task RunAsync(string name, WirePair wires, int kills, int leastEach)
    {
        await using var bench = await CrashBench.OpenAsync(
            name,
            new BenchPlan { Wires = wires, Tune = wires.Tasks.ForgetsEnded ? Patient : MorePatient },
            Cancel
        );
        var run = new KillRun(bench, kills, leastEach);
        await run.RunAsync(Cancel);
        await Verdict.SpeakAsync(name, bench, run.Load, run.Strikes, Cancel);
        Assert.All(
            wires.Cells,
            cell => Assert.True(run.Strikes.Count(strike => strike.Cell == cell) >= leastEach, $"{cell}")
        );
    }
}
