using Atelier.Imaging;

namespace Atelier.Providers.Tests.Serving;

/// <summary>Small pictures whose pixels a test can name.</summary>
internal static class TestPictures
{
    /// <summary>One colour all over.</summary>
    public static PixelBuffer Plain(int width, int height, params byte[] colour)
    {
        var pixels = new byte[width * height * colour.Length];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = colour[i % colour.Length];
        }

        return new PixelBuffer(width, height, colour.Length, pixels);
    }

    /// <summary>Each pixel its own colour.</summary>
    public static PixelBuffer Varied(int width, int height, int bands)
    {
        var pixels = new byte[width * height * bands];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)((i * 31) + (i / 7));
        }

        return new PixelBuffer(width, height, bands, pixels);
    }

    /// <summary>One that does not pack.</summary>
    public static PixelBuffer Noise(int width, int height)
    {
        var pixels = new byte[width * height * 3];
        var state = 2_463_534_242u;
        for (var i = 0; i < pixels.Length; i++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            pixels[i] = (byte)state;
        }

        return new PixelBuffer(width, height, 3, pixels);
    }

    /// <summary>The four bands of the pixel at x, y.</summary>
    public static byte[] At(this PixelBuffer picture, int x, int y) =>
        picture.Pixels.AsSpan(((y * picture.Width) + x) * picture.Bands, picture.Bands).ToArray();
}
