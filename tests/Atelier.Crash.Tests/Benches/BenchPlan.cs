using Atelier.Crash.Tests.Runs;

namespace Atelier.Crash.Tests.Benches;

/// <summary>What a bench is made of.</summary>
internal sealed record BenchPlan
{
    /// <summary>Workers that wait prepared.</summary>
    public int Spares { get; init; } = 2;

    public WirePair Wires { get; init; } = WirePair.OpenAiAndLegNext;

    /// <summary>Calls of one provider at once, over all workers. The default hardly ever fills.</summary>
    public int LaneCapacity { get; init; } = 12;

    /// <summary>How long a worker holds a generation without a sign of life; null is what all runs have.</summary>
    public TimeSpan? Lease { get; init; }

    public Func<CancellationToken, Task<ICrashDatabase>> Open { get; init; } = SharedDatabase.OpenAsync;
}
