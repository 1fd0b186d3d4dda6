namespace Atelier.Imaging.Detection;

/// <summary>One cell of a lattice against all the others.</summary>
/// <param name="Gain">1 where it shows the common pattern as strongly as they do, 0 where it does not.</param>
/// <param name="Rest">Levels of what the pattern does not explain.</param>
/// <param name="Likeness">Correlation with the common pattern.</param>
/// <param name="Base">Brightness, 0 to 255.</param>
internal readonly record struct TileShow(float Gain, float Rest, float Likeness, float Base);
