using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Atelier.Bench.Routing;

/// <summary>Measures the router with BenchmarkDotNet.</summary>
internal static class SpeedRun
{
    private const double NanosPerMicro = 1000;

    public static IReadOnlyList<SpeedRow> Run()
    {
        // In this process: the project it would generate cannot stand inside ours, with their packages and rules.
        var config = DefaultConfig
            .Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance))
            .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "artifacts"));
        var summary = BenchmarkRunner.Run<RouterBenchmarks>(config);
        return
        [
            .. summary.Reports.Select(report => new SpeedRow(
                report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\''),
                Math.Round(report.ResultStatistics!.Mean / NanosPerMicro, 2),
                Math.Round(report.ResultStatistics.StandardDeviation / NanosPerMicro, 2),
                report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0
            )),
        ];
    }
}
