namespace Atelier.Emulators.Hosting;

/// <summary>What PiAPI's pages leave open, so that every reading can be tried.</summary>
public sealed record PiapiHabits
{
    /// <summary>Whether tasks show what they were told. The default is true.</summary>
    public bool ShowsInputs { get; init; } = true;

    /// <summary>Whether the history shows tasks that have not ended. The default is true.</summary>
    public bool ShowsRunning { get; init; } = true;

    /// <summary>Whether a task that ended without a picture tells what it consumed. The default is true.</summary>
    public bool TellsUsage { get; init; } = true;

    /// <summary>Whether a task that was stopped calls itself cancelled, rather than failed. The default is false.</summary>
    public bool SaysCancelled { get; init; }
}
