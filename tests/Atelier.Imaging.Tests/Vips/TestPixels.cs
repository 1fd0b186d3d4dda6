namespace Atelier.Imaging.Tests.Vips;

/// <summary>Pictures computed from a formula, so that every run sees the same bytes.</summary>
internal static class TestPixels
{
    /// <summary>Smooth colours with fine grain; alpha, if any, is never full.</summary>
    internal static PixelBuffer Painted(int width, int height, int bands)
    {
        var pixels = new byte[width * height * bands];
        for (var y = 0; y < height; y++)
        for (var x = 0; x < width; x++)
        {
            var grain = (uint)((x * 73856093) ^ (y * 19349663)) >> 7;
            var at = (y * width + x) * bands;
            pixels[at] = (byte)(200 * x / width + grain % 23);
            pixels[at + 1] = (byte)(200 * y / height + grain % 19);
            pixels[at + 2] = (byte)(120 + 100 * Math.Sin(x * 0.02) * Math.Cos(y * 0.03));
            if (bands == 4)
                pixels[at + 3] = (byte)(60 + 150 * (x + y) / (width + height));
        }

        return new PixelBuffer(width, height, bands, pixels);
    }

    internal static PixelBuffer Plain(int width, int height, params byte[] colour) =>
        From(width, height, colour.Length, (_, _) => colour);

    internal static PixelBuffer From(int width, int height, int bands, Func<int, int, byte[]> colour)
    {
        var pixels = new byte[width * height * bands];
        for (var y = 0; y < height; y++)
        for (var x = 0; x < width; x++)
            colour(x, y).CopyTo(pixels, (y * width + x) * bands);
        return new PixelBuffer(width, height, bands, pixels);
    }

    internal static byte[] At(this PixelBuffer picture, int x, int y) =>
        picture.Pixels.AsSpan((y * picture.Width + x) * picture.Bands, picture.Bands).ToArray();

    /// <summary>The largest difference of any band to that colour, anywhere.</summary>
    internal static int MaxDifference(this PixelBuffer picture, params byte[] colour) =>
        picture.Pixels.Select((value, at) => Math.Abs(value - colour[at % picture.Bands])).Max();
}
