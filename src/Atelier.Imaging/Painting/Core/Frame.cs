namespace Atelier.Imaging.Painting.Core;

/// <summary>Turns scene units into pixels. A unit is the height of a landscape picture; u = 0 is the middle column.</summary>
internal sealed record Frame(int Width, int Height)
{
    /// <summary>Pixels of one unit. Narrow pictures get smaller things instead of a cut-out.</summary>
    public float Unit { get; } = MathF.Min(Height, Width * 1.6f);

    /// <summary>Units from the middle to a side.</summary>
    public float Half => Width * 0.5f / Unit;

    /// <summary>Units per pixel.</summary>
    public float Step => 1f / Unit;

    /// <summary>Units of the middle of the first pixel.</summary>
    public float Left => (0.5f - (Width * 0.5f)) / Unit;

    public float U(float x) => (x + 0.5f - (Width * 0.5f)) / Unit;

    public float X(float u) => (u * Unit) + (Width * 0.5f);

    /// <summary>Row of a height given as a part of the picture, 0 top and 1 bottom.</summary>
    public float Y(float part) => part * Height;
}
