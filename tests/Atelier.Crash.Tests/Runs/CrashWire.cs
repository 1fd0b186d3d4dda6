namespace Atelier.Crash.Tests.Runs;

/// <summary>A wire as runs use it.</summary>
/// <param name="Model">Made there and nowhere else.</param>
/// <param name="HasTasks">Whether its pictures are asked for; otherwise the answer brings them.</param>
/// <param name="Work">How long a call or a job takes there.</param>
internal sealed record CrashWire(string Id, string Model, bool HasTasks, TimeSpan Work)
{
    /// <summary>The most pictures that are asked for at once.</summary>
    public int MostPictures { get; init; } = 5;

    /// <summary>Whether it lists only the jobs that run: who was away for longer cannot say any more that a call never arrived.</summary>
    public bool ForgetsEnded { get; init; }

    public override string ToString() => Id;
}
