namespace Atelier.Imaging.Filling;

/// <summary>How deep inside the hole each pixel lies: steps to what is known, 0 outside, 255 at most.</summary>
internal static class Depths
{
    public static byte[] Of(Plane plane)
    {
        var (width, height) = (plane.Width, plane.Height);
        var depths = new byte[width * height];
        for (var at = 0; at < depths.Length; at++)
            depths[at] = plane.Hole[at] != 0 ? byte.MaxValue : (byte)0;

        for (var y = 0; y < height; y++)
        for (var x = 0; x < width; x++)
        {
            var at = (y * width) + x;
            Lower(depths, at, x > 0 ? depths[at - 1] : byte.MaxValue);
            Lower(depths, at, y > 0 ? depths[at - width] : byte.MaxValue);
        }

        for (var y = height - 1; y >= 0; y--)
        for (var x = width - 1; x >= 0; x--)
        {
            var at = (y * width) + x;
            Lower(depths, at, x < width - 1 ? depths[at + 1] : byte.MaxValue);
            Lower(depths, at, y < height - 1 ? depths[at + width] : byte.MaxValue);
        }

        return depths;
    }

    private static void Lower(byte[] depths, int at, byte beside)
    {
        if (beside + 1 < depths[at])
            depths[at] = (byte)(beside + 1);
    }
}
