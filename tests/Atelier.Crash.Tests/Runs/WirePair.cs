using Atelier.Engine.Waypoints;

namespace Atelier.Crash.Tests.Runs;

/// <summary>The two wires of a run, one of each kind.</summary>
/// <param name="AtOnce">Its answer brings the pictures, and a lost one is lost.</param>
/// <param name="Tasks">Its calls make tasks, and a lost one is found again.</param>
internal sealed record WirePair(CrashWire AtOnce, CrashWire Tasks)
{
    /// <summary>One call brings several pictures at OpenAI; at LegNext, which lists what runs, a job brings four.</summary>
    public static WirePair OpenAiAndLegNext { get; } =
        new(
            new CrashWire("openai", "gpt-image-2.5-flare", HasTasks: false, TimeSpan.FromMilliseconds(400)),
            new CrashWire("legnext", "midjourney-v7", HasTasks: true, TimeSpan.FromSeconds(6)) { ForgetsEnded = true }
        );

    /// <summary>One picture a call at Gemini; at Replicate, which lists everything and signs its callbacks, up to four a prediction.</summary>
    public static WirePair GeminiAndReplicate { get; } =
        new(
            new CrashWire("gemini", "gemini-nano-banana-2.1", HasTasks: false, TimeSpan.FromMilliseconds(150))
            {
                // A call each; with more of them in a row hardly any generation would outlive the kills.
                MostPictures = 2,
            },
            new CrashWire("replicate", "flux-schnell", HasTasks: true, TimeSpan.FromSeconds(3))
        );

    public IReadOnlyList<CrashWire> Both { get; } = [AtOnce, Tasks];

    /// <summary>All places there are to be struck: a synchronous wire has nothing to fetch.</summary>
    public IReadOnlyList<Cell> Cells { get; } =
    [
        .. Enum.GetValues<Waypoint>()
            .SelectMany(point => new[] { new Cell(point, AtOnce), new Cell(point, Tasks) })
            .Where(cell => cell is not { Point: Waypoint.Fetched, Wire.HasTasks: false }),
    ];
}
