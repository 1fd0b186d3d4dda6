using Atelier.Imaging;

namespace Atelier.Providers.Piapi.Pictures;

/// <summary>A picture that is its own mask.</summary>
internal static class HoledPicture
{
    /// <summary>The picture, transparent and black where the mask has holes: who overlooks the holes sees no trace of what was there.</summary>
    /// <param name="mask">Four bands, in the size of the picture.</param>
    public static PixelBuffer Cut(PixelBuffer picture, PixelBuffer mask)
    {
        var pixels = new byte[picture.Width * picture.Height * 4];
        for (var i = 0; i < picture.Width * picture.Height; i++)
        {
            if (mask.Pixels[(i * 4) + 3] == 0)
            {
                continue;
            }

            var from = picture.Pixels.AsSpan(i * picture.Bands, picture.Bands);
            from[..3].CopyTo(pixels.AsSpan(i * 4));
            pixels[(i * 4) + 3] = picture.Bands == 4 ? Math.Max(from[3], (byte)1) : byte.MaxValue;
        }

        return new PixelBuffer(picture.Width, picture.Height, 4, pixels);
    }
}
