namespace Atelier.Bench.Photos.Runs;

/// <summary>How much a run of kills does.</summary>
internal sealed record KillPlan
{
    /// <summary>Kills while callers upload, generate and download.</summary>
    public int Kills { get; init; } = 20;

    /// <summary>Kills while sessions are swept.</summary>
    public int SweepKills { get; init; } = 8;

    /// <summary>Callers at once.</summary>
    public int Callers { get; init; } = 8;

    /// <summary>The longest life of the server between two kills.</summary>
    public TimeSpan LongestLife { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What the chances of the run begin with.</summary>
    public int Seed { get; init; } = 1;
}
