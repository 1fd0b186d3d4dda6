using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Watermarking;

/// <summary>How much of each pixel of a box the letters cover, and how much their soft edge does; 0 to 255.</summary>
internal sealed record WatermarkInk(byte[] Letters, byte[] Edge)
{
    // Of the letters' size: wide enough to part white letters from a white sky, narrow enough to stay an edge.
    private const double EdgeWidth = 0.12;
    private const double SmallestEdgeWidth = 0.6;

    internal static WatermarkInk Of(VipsPicture letters, WatermarkBox box, double fontSize)
    {
        using var centred = letters.Embed(
            (box.Width - letters.Width) / 2,
            (box.Height - letters.Height) / 2,
            box.Width,
            box.Height,
            [0]
        );
        using var sharp = centred.KeepInMemory();
        using var soft = sharp.Blur(Math.Max(SmallestEdgeWidth, fontSize * EdgeWidth));
        return new WatermarkInk(sharp.ToPixels().Pixels, soft.ToPixels().Pixels);
    }

    /// <summary>A bar, where letters would be too small to be told from dirt.</summary>
    internal static WatermarkInk Bar(WatermarkBox box)
    {
        var letters = new byte[box.Width * box.Height];
        var edge = new byte[letters.Length];
        var (height, top) = (Math.Max(1, box.Height / 4), box.Height / 2 - box.Height / 8);
        for (var y = 0; y < box.Height; y++)
        for (var x = 0; x < box.Width; x++)
        {
            var beside = (x == 0 || x == box.Width - 1) && box.Width > 2;
            if (y >= top - 1 && y <= top + height)
                edge[y * box.Width + x] = byte.MaxValue;
            if (y >= top && y < top + height && !beside)
                letters[y * box.Width + x] = byte.MaxValue;
        }

        return new WatermarkInk(letters, edge);
    }
}
