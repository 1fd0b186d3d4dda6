using Atelier.Crash.Tests.Benches;
using Atelier.Crash.Tests.Checking;
using Atelier.Crash.Tests.Reports;
using Atelier.Crash.Tests.Runs;

namespace Atelier.Crash.Tests;

/// <summary>The end of every run: waits, looks, writes the page and fails when anything is not as promised.</summary>
internal static class Verdict
{
    public static async Task SpeakAsync(
        string name,
        CrashBench bench,
        Load load,
        IReadOnlyList<Strike> strikes,
        CancellationToken cancellationToken,
        TimeSpan queueing = default
    )
    {
        var drained = await Drain.WaitAsync(bench, queueing, cancellationToken);
        await Drain.SettleAsync(bench, cancellationToken);
        var evidence = new Evidence(
            await Facts.ReadAsync(bench.Data, cancellationToken),
            [.. bench.Wires.Both.Select(wire => Bills.Of(bench.Emulator.Wire(wire.Id)))],
            strikes,
            load.Accepted,
            Drain.Promised(bench),
            bench.Settings.BlobFolder,
            bench.LaneCapacity
        );
        var problems = await Checker.CheckAsync(evidence, cancellationToken);
        var page = await RunReport.WriteAsync(name, evidence, drained, problems, cancellationToken);
        if (problems.Count > 0)
        {
            await RowDump.WriteAsync(name, bench.Data, cancellationToken);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(page);
        Assert.True(problems.Count == 0, page);
    }
}
