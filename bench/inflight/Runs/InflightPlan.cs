namespace Atelier.Bench.Inflight.Runs;

/// <summary>What a run does.</summary>
internal sealed record InflightPlan
{
    /// <summary>Generations that are under way at the same time; each is one picture.</summary>
    public int Generations { get; init; } = 10_000;

    /// <summary>Callers that start them.</summary>
    public int Callers { get; init; } = 256;

    /// <summary>How long all of them are under way before the providers end any.</summary>
    public TimeSpan Held { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What a provider may be asked in a second; null leaves it to the service.</summary>
    public int? PollsPerSecond { get; init; }

    /// <summary>After this whatever is there is counted and told, done or not.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(11);
}
