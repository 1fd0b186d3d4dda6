using Atelier.Crash.Tests.Runs;
using Atelier.Crash.Worker.Hosting;

namespace Atelier.Crash.Tests.Benches;

/// <summary>What a bench is made of.</summary>
internal sealed record BenchPlan
{
    /// <summary>Workers that wait prepared.</summary>
    public int Spares { get; init; } = 2;

    public WirePair Wires { get; init; } = WirePair.OpenAiAndLegNext;

    /// <summary>Calls of one provider at once, over all workers. The default hardly ever fills.</summary>
    public int LaneCapacity { get; init; } = 12;

    /// <summary>What the workers are told beside the addresses.</summary>
    public Func<CrashSettings, CrashSettings> Tune { get; init; } = settings => settings;

    public Func<CancellationToken, Task<ICrashDatabase>> Open { get; init; } = SharedDatabase.OpenAsync;
}
