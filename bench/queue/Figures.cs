namespace Atelier.Bench.Queue;

/// <summary>What one run came to.</summary>
/// <param name="JobsPerSecond">From the first accept to the last ending.</param>
/// <param name="WaitP50">Milliseconds from the commit of accept to the claim; likewise the 99th percentile.</param>
/// <param name="ServerCpu">Milliseconds of CPU that a job took in the server; likewise in callers and workers.</param>
internal sealed record Figures(
    double JobsPerSecond,
    double WaitP50,
    double WaitP99,
    double ServerCpu,
    double ClientCpu
);
