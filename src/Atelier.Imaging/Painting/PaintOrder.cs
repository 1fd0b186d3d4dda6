namespace Atelier.Imaging.Painting;

/// <summary>What to paint. Equal orders give equal bytes on every machine.</summary>
/// <param name="Prompt">Free text; the words of <see cref="PaintVocabulary"/> shape the picture, others only vary it.</param>
/// <param name="Style">One of <see cref="PaintVocabulary.Styles"/>, in any case; null means realistic.</param>
/// <param name="Width">Pixels, 1 to <see cref="ScenePainter.MaxSide"/>.</param>
/// <param name="Height">Pixels, 1 to <see cref="ScenePainter.MaxSide"/>.</param>
/// <param name="Seed">Another seed gives another picture of the same words.</param>
public sealed record PaintOrder(string Prompt, string? Style, int Width, int Height, ulong Seed);
