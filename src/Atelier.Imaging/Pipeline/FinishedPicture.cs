namespace Atelier.Imaging.Pipeline;

/// <summary>All files of one picture.</summary>
/// <param name="Width">Pixels of the original.</param>
/// <param name="Height">Pixels of the original.</param>
/// <param name="Renditions">One of each kind, from the original to the placeholder.</param>
public sealed record FinishedPicture(int Width, int Height, IReadOnlyList<FinishedRendition> Renditions);
