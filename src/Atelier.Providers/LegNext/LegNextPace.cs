namespace Atelier.Providers.LegNext;

/// <summary>How often LegNext is asked, and how fast it can be.</summary>
public sealed record LegNextPace
{
    /// <summary>Before a job is asked for the first time. The default is 10 s, as LegNext wants it.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Between questions, plus up to a fifth at random. The default is 5 s.</summary>
    public TimeSpan Next { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>No fast job ends sooner than this after it was made. The default is 15 s; 30 to 90 s are usual.</summary>
    public TimeSpan ShortestTask { get; init; } = TimeSpan.FromSeconds(15);
}
