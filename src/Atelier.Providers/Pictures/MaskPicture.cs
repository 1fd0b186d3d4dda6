using Atelier.Imaging;

namespace Atelier.Providers.Pictures;

/// <summary>
/// The caller's mask as a wire wants it, in the size of the picture. Where to paint is where the mask is transparent, or white when
/// nothing in it is.
/// </summary>
internal static class MaskPicture
{
    private const int Half = 128;

    /// <summary>Four bands: transparent where to paint, white where nothing may change.</summary>
    public static PixelBuffer Holes(PixelBuffer mask, int width, int height) =>
        Draw(mask, width, height, bands: 4, kept: byte.MaxValue, hole: 0);

    /// <summary>The same in black and white, three bands: white where to paint, black where nothing may change.</summary>
    public static PixelBuffer White(PixelBuffer mask, int width, int height) =>
        Draw(mask, width, height, bands: 3, kept: 0, hole: byte.MaxValue);

    private static PixelBuffer Draw(PixelBuffer mask, int width, int height, int bands, byte kept, byte hole)
    {
        var byAlpha = mask.Bands == 4 && HasTransparency(mask);
        var pixels = new byte[width * height * bands];
        pixels.AsSpan().Fill(kept);
        for (var y = 0; y < height; y++)
        {
            var row = (int)((long)y * mask.Height / height) * mask.Width;
            for (var x = 0; x < width; x++)
            {
                var from = (row + (int)((long)x * mask.Width / width)) * mask.Bands;
                if (IsHole(mask.Pixels.AsSpan(from, mask.Bands), byAlpha))
                {
                    pixels.AsSpan(((y * width) + x) * bands, bands).Fill(hole);
                }
            }
        }

        return new PixelBuffer(width, height, bands, pixels);
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
}
