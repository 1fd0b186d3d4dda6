namespace Atelier.Imaging.Pipeline;

/// <summary>All files of one picture.</summary>
/// <param name="Width">Pixels of the original.</param>
/// <param name="Height">Pixels of the original.</param>
/// <param name="Renditions">One of each kind, from the original to the placeholder.</param>
public sealed record FinishedPicture(int Width, int Height, IReadOnlyList<FinishedRendition> Renditions)
{
    /// <summary>The name of <see cref="Clean"/> in the store.</summary>
    public const string CleanFileName = "clean.png";

    /// <summary>
    /// All pixels without the mark, as PNG, for work on the picture; null when no mark was due. Nobody may be shown it.
    /// </summary>
    public FinishedRendition? Clean { get; init; }

    /// <summary>Some 25 bytes in the ThumbHash format, from which a client paints a blur before any file has come.</summary>
    public required ReadOnlyMemory<byte> ThumbHash { get; init; }
}
