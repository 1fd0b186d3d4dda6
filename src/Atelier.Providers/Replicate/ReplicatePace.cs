using System.Security.Cryptography;

namespace Atelier.Providers.Replicate;

/// <summary>
/// How often Replicate is asked. Its POST could be held until the picture is there (<c>Prefer: wait</c>); we do not ask for that:
/// every second it stays open is one in which a cut connection leaves a paid call unknown, and a question costs nothing.
/// </summary>
public sealed record ReplicatePace
{
    private const int JitterSteps = 1000;
    private const double MostJitter = 0.2;

    /// <summary>Before a prediction is asked for the first time, and between the first questions. The default is 1 s; Replicate's own clients ask twice as often.</summary>
    public TimeSpan Prompt { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Questions after which a prediction is slow, or its model is being started. The default is 20.</summary>
    public int PromptPolls { get; init; } = 20;

    /// <summary>Between questions from then on, plus up to a fifth at random. The default is 5 s.</summary>
    public TimeSpan Slow { get; init; } = TimeSpan.FromSeconds(5);

    internal TimeSpan Next(int polls) =>
        (polls < PromptPolls ? Prompt : Slow)
        * (1 + (MostJitter * RandomNumberGenerator.GetInt32(JitterSteps) / JitterSteps));
}
