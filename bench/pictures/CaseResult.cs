namespace Atelier.Bench.Pictures;

/// <summary>What a case came to; times are milliseconds of a set, medians of the rounds.</summary>
/// <param name="OurCpu">The whole set with AVIF.</param>
/// <param name="CompleteCpu">Our set up to <c>complete</c>: without AVIF, which waits until somebody asks.</param>
/// <param name="OurPeak">MB of memory, as <c>./run</c> starts a process.</param>
/// <param name="SharpPeak">The same, started in that way too.</param>
/// <param name="PlainSharpPeak">The same, started as <c>node</c> alone.</param>
internal sealed record CaseResult(
    Case Case,
    double OurCpu,
    double SharpCpu,
    double CompleteCpu,
    double OurWall,
    double SharpWall,
    double CompleteWall,
    double OurPeak,
    double SharpPeak,
    double PlainSharpPeak,
    double OurKilobytes,
    double SharpKilobytes
)
{
    public double CpuRatio => OurCpu / SharpCpu;

    public double CompleteRatio => CompleteWall / SharpWall;

    public double CompleteCpuRatio => CompleteCpu / SharpCpu;

    public double PeakRatio => OurPeak / SharpPeak;

    public double PlainPeakRatio => OurPeak / PlainSharpPeak;
}
