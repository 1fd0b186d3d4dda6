namespace Atelier.Emulators.Wires.LegNext;

/// <summary>What the flags of a text asked for.</summary>
internal sealed record MidjourneyFlags
{
    /// <summary>7, 6.1, 6, or niji 6.</summary>
    public string Version { get; set; } = "7";

    public int AspectWidth { get; set; } = 1;

    public int AspectHeight { get; set; } = 1;

    public long? Seed { get; set; }

    public bool Draft { get; set; }

    public bool Turbo { get; set; }
}
