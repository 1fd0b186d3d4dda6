using Atelier.Imaging;
using Atelier.Providers.Calls;

namespace Atelier.Providers.OpenAi;

/// <summary>The files of an edit, drawn from the caller's images. What is transparent in the mask is painted anew.</summary>
internal static class OpenAiPictures
{
    private const int Half = 128;

    public static async Task<(byte[] Image, byte[]? Mask)> DrawAsync(
        OpenAiCall call,
        ISourceFiles sources,
        CancellationToken cancellationToken
    )
    {
        var source = await sources.ReadAsync(call.Image!.Value, cancellationToken);
        if (call.Margins is { } margins)
        {
            // The canvas is its own mask: there is nothing but in the middle.
            var canvas = PngFile.Encode(Grow(source, margins), cancellationToken);
            var opening = PngFile.Encode(Opening(source, margins), cancellationToken);
            return (canvas, opening);
        }

        var mask = call.Mask is { } id ? await sources.ReadAsync(id, cancellationToken) : null;
        return (
            PngFile.Encode(source, cancellationToken),
            mask is null ? null : PngFile.Encode(Holes(mask, source.Width, source.Height), cancellationToken)
        );
    }

    /// <summary>The picture on a larger canvas that is transparent around it.</summary>
    public static PixelBuffer Grow(PixelBuffer source, OpenAiMargins margins)
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
    public static PixelBuffer Opening(PixelBuffer source, OpenAiMargins margins)
    {
        var canvas = Empty(source, margins);
        for (var y = 0; y < source.Height; y++)
        {
            var start = (((y + margins.Top) * canvas.Width) + margins.Left) * 4;
            canvas.Pixels.AsSpan(start, source.Width * 4).Fill(byte.MaxValue);
        }

        return canvas;
    }

    /// <summary>
    /// The mask in the size of the picture, with holes where to paint: where it is transparent, or white when nothing in it is.
    /// </summary>
    public static PixelBuffer Holes(PixelBuffer mask, int width, int height)
    {
        var byAlpha = mask.Bands == 4 && HasTransparency(mask);
        var pixels = new byte[width * height * 4];
        pixels.AsSpan().Fill(byte.MaxValue);
        for (var y = 0; y < height; y++)
        {
            var row = (int)((long)y * mask.Height / height) * mask.Width;
            for (var x = 0; x < width; x++)
            {
                var from = (row + (int)((long)x * mask.Width / width)) * mask.Bands;
                if (IsHole(mask.Pixels.AsSpan(from, mask.Bands), byAlpha))
                {
                    pixels.AsSpan(((y * width) + x) * 4, 4).Clear();
                }
            }
        }

        return new PixelBuffer(width, height, 4, pixels);
    }

    private static bool IsHole(ReadOnlySpan<byte> pixel, bool byAlpha) =>
        byAlpha ? pixel[3] < Half : (pixel[0] + pixel[1] + pixel[2]) / 3 >= Half;

    private static bool HasTransparency(PixelBuffer mask)
    {
        for (var i = 3; i < mask.Pixels.Length; i += 4)
        {
            if (mask.Pixels[i] < Half)
            {
                return true;
            }
        }

        return false;
    }

    private static PixelBuffer Empty(PixelBuffer source, OpenAiMargins margins)
    {
        var width = source.Width + margins.Left + margins.Right;
        var height = source.Height + margins.Top + margins.Bottom;
        return new PixelBuffer(width, height, 4, new byte[width * height * 4]);
    }
}
