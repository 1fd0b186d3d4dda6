using System.Numerics;

namespace Atelier.Imaging.Detection;

/// <summary>Two moves in pixels that bring a repeated pattern onto itself.</summary>
/// <param name="Likeness">How sharply the plane matches itself along the lattice; 0 to 1.</param>
/// <param name="StandsOut">The same, in deviations of moves that mean nothing.</param>
internal sealed record Lattice(Vector2 First, Vector2 Second, float Likeness, float StandsOut)
{
    /// <summary>Pixels of one cell.</summary>
    internal float Area => Math.Abs(Cross(First, Second));

    /// <summary>Where a pixel lies, counted in cells.</summary>
    internal Vector2 Cells(float x, float y)
    {
        var (turned, place) = (Cross(First, Second), new Vector2(x, y));
        return new Vector2(Cross(place, Second) / turned, Cross(First, place) / turned);
    }

    internal static float Cross(Vector2 one, Vector2 two) => (one.X * two.Y) - (one.Y * two.X);
}
