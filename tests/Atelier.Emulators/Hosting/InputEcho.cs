namespace Atelier.Emulators.Hosting;

/// <summary>How Replicate shows what a prediction was told; its pages do not say that it is shown to the letter.</summary>
public enum InputEcho
{
    /// <summary>As it came.</summary>
    AsSent,

    /// <summary>With what was left out, and whole numbers written as 1.0: the same for whoever compares values.</summary>
    FilledIn,

    /// <summary>Numbers as text: not the same, member by member.</summary>
    Changed,
}
