namespace Atelier.Imaging.Cutting;

/// <summary>How a subject is cut out.</summary>
/// <param name="Method">How it is told from its background.</param>
/// <param name="Refine">Whether the mask follows the picture's edges, as fine as they are.</param>
/// <param name="Shadow">Whether a shadow on a plain background is kept.</param>
public sealed record CutOptions(CutMethod Method, bool Refine, bool Shadow);
