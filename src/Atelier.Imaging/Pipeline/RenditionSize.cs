namespace Atelier.Imaging.Pipeline;

/// <summary>The arithmetic of thumbnails.</summary>
internal static class RenditionSize
{
    /// <summary>
    /// The size whose longer side is at most <paramref name="longest"/>, with the ratio kept, never enlarged and no side 0.
    /// </summary>
    internal static (int Width, int Height) Fit(int width, int height, int? longest)
    {
        var longer = Math.Max(width, height);
        return longest is not { } limit || longer <= limit
            ? (width, height)
            : (Scale(width, limit, longer), Scale(height, limit, longer));
    }

    private static int Scale(int side, int limit, int longer) =>
        Math.Max(1, (int)(((long)side * limit * 2 + longer) / (2L * longer)));
}
