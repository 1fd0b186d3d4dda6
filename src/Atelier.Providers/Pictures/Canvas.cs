using Atelier.Imaging;

namespace Atelier.Providers.Pictures;

/// <summary>A picture with room around it, for wires that grow a picture by filling what is empty.</summary>
internal static class Canvas
{
    /// <summary>The picture on a larger canvas that is transparent around it.</summary>
    public static PixelBuffer Grow(PixelBuffer source, Margins margins)
    {
        var canvas = Empty(source, margins);
        for (var y = 0; y < source.Height; y++)
        {
            var from = source.Pixels.AsSpan(y * source.Width * source.Bands);
            var to = canvas.Pixels.AsSpan((((y + margins.Top) * canvas.Width) + margins.Left) * 4);
            for (var x = 0; x < source.Width; x++)
            {
                from.Slice(x * source.Bands, 3).CopyTo(to[(x * 4)..]);
                to[(x * 4) + 3] = source.Bands == 4 ? from[(x * 4) + 3] : byte.MaxValue;
            }
        }

        return canvas;
    }

    /// <summary>A mask of that canvas: transparent around the picture.</summary>
    public static PixelBuffer Opening(PixelBuffer source, Margins margins)
    {
        var canvas = Empty(source, margins);
        for (var y = 0; y < source.Height; y++)
        {
            var start = (((y + margins.Top) * canvas.Width) + margins.Left) * 4;
            canvas.Pixels.AsSpan(start, source.Width * 4).Fill(byte.MaxValue);
        }

        return canvas;
    }

    private static PixelBuffer Empty(PixelBuffer source, Margins margins)
    {
        var width = source.Width + margins.Left + margins.Right;
        var height = source.Height + margins.Top + margins.Bottom;
        return new PixelBuffer(width, height, 4, new byte[width * height * 4]);
    }
}
