namespace Atelier.Bench.Progress.Runs;

/// <summary>How large a run is.</summary>
internal sealed record ProgressPlan
{
    /// <summary>WebSockets, all of one account. The default is 50.</summary>
    public int Clients { get; init; } = 50;

    /// <summary>Generations that they watch. The default is 200.</summary>
    public int Generations { get; init; } = 200;

    /// <summary>Generations that are asked for at once. The default is 8.</summary>
    public int AtOnce { get; init; } = 8;

    /// <summary>The longest that a connection lives before it is cut. The default is 2 seconds.</summary>
    public TimeSpan LongestLife { get; init; } = TimeSpan.FromSeconds(2);
}
