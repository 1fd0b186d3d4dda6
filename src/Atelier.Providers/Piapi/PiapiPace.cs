namespace Atelier.Providers.Piapi;

/// <summary>How often PiAPI is asked for a task, and how long one can take.</summary>
public sealed record PiapiPace
{
    private const double Growth = 1.5;

    /// <summary>Before a task is asked for the first time, and again. The default is 1 s.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause; each is half as long again as the one before. The default is 30 s.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a lost call must be missing in a history that shows running tasks too, before it counts as never arrived. The
    /// default is an hour, as long as a known task is followed.
    /// </summary>
    public TimeSpan LongestTask { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The pause after that many questions.</summary>
    public TimeSpan After(int polls)
    {
        var pause = First * Math.Pow(Growth, Math.Min(polls, 32));
        return pause < Longest ? pause : Longest;
    }
}
