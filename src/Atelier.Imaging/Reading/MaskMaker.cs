namespace Atelier.Imaging.Reading;

/// <summary>
/// Turns a caller's mask into what providers want. A mask with alpha marks by being transparent, one without by being
/// white; half is enough either way.
/// </summary>
public static class MaskMaker
{
    private const int Half = 128;

    /// <summary>RGBA in that size: transparent where to repaint, white elsewhere.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side below 1.</exception>
    public static PixelBuffer ToTransparentHoles(PixelBuffer mask, int width, int height) =>
        Draw(mask, width, height, marked: [0, 0, 0, 0], unmarked: [255, 255, 255, 255]);

    /// <summary>RGB in that size: white where to repaint, black elsewhere.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side below 1.</exception>
    public static PixelBuffer ToWhiteOnBlack(PixelBuffer mask, int width, int height) =>
        Draw(mask, width, height, marked: [255, 255, 255], unmarked: [0, 0, 0]);

    /// <summary>For each pixel of that size whether to repaint it.</summary>
    internal static bool[] Marks(PixelBuffer mask, int width, int height) => Scale(mask, width, height);

    /// <summary>Whether there is nothing to repaint.</summary>
    public static bool MarksNothing(PixelBuffer mask) => MarksNothing(mask.Pixels, mask.Bands);

    /// <summary>The same for rows of so many bands a pixel.</summary>
    internal static bool MarksNothing(ReadOnlySpan<byte> pixels, int bands)
    {
        for (var at = 0; at < pixels.Length; at += bands)
        {
            if (IsMarked(pixels, bands, at))
                return false;
        }

        return true;
    }

    private static PixelBuffer Draw(
        PixelBuffer mask,
        int width,
        int height,
        ReadOnlySpan<byte> marked,
        ReadOnlySpan<byte> unmarked
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        var marks = Scale(mask, width, height);
        var pixels = new byte[(long)width * height * marked.Length];
        for (var at = 0; at < marks.Length; at++)
            (marks[at] ? marked : unmarked).CopyTo(pixels.AsSpan(at * marked.Length));
        return new PixelBuffer(width, height, marked.Length, pixels);
    }

    // Every pixel of the mask belongs to at least one new one and marks all it belongs to: a thin line survives.
    private static bool[] Scale(PixelBuffer mask, int width, int height)
    {
        var marks = new bool[(long)width * height];
        for (var y = 0; y < height; y++)
        {
            var (top, bottom) = Cell(y, height, mask.Height);
            for (var x = 0; x < width; x++)
            {
                var (left, right) = Cell(x, width, mask.Width);
                marks[y * width + x] = AnyMarked(mask, left, top, right, bottom);
            }
        }

        return marks;
    }

    private static (int From, int To) Cell(int place, int places, int sources)
    {
        var from = (int)((long)place * sources / places);
        return (from, Math.Max(from + 1, (int)((place + 1L) * sources / places)));
    }

    private static bool AnyMarked(PixelBuffer mask, int left, int top, int right, int bottom)
    {
        for (var y = top; y < bottom; y++)
        for (var x = left; x < right; x++)
        {
            if (IsMarked(mask.Pixels, mask.Bands, (y * mask.Width + x) * mask.Bands))
                return true;
        }

        return false;
    }

    private static bool IsMarked(ReadOnlySpan<byte> pixels, int bands, int at) =>
        bands == 4
            ? pixels[at + 3] < Half
            : (299 * pixels[at] + 587 * pixels[at + 1] + 114 * pixels[at + 2]) >= Half * 1000;
}
