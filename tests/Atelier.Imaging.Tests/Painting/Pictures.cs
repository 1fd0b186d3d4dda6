using Atelier.Imaging.Painting;

namespace Atelier.Imaging.Tests.Painting;

/// <summary>Paints and measures.</summary>
internal static class Pictures
{
    public static PixelBuffer Paint(
        string prompt,
        string? style = null,
        int width = 160,
        int height = 120,
        ulong seed = 7
    ) =>
        new ScenePainter().Paint(
            new PaintOrder(prompt, style, width, height, seed),
            TestContext.Current.CancellationToken
        );

    /// <summary>Mean red, green and blue (0 to 255) of the rows between two parts of the height.</summary>
    public static (double Red, double Green, double Blue) Mean(PixelBuffer picture, double from = 0, double to = 1)
    {
        var (first, last) = ((int)(picture.Height * from), (int)(picture.Height * to));
        var sums = new double[3];
        for (var i = first * picture.Width * 3; i < last * picture.Width * 3; i++)
            sums[i % 3] += picture.Pixels[i];
        var count = (last - first) * picture.Width;
        return (sums[0] / count, sums[1] / count, sums[2] / count);
    }

    public static double Brightness(PixelBuffer picture, double from = 0, double to = 1)
    {
        var (red, green, blue) = Mean(picture, from, to);
        return (0.299 * red) + (0.587 * green) + (0.114 * blue);
    }

    /// <summary>Mean difference of the bytes of two pictures of one size, 0 to 255.</summary>
    public static double Difference(PixelBuffer a, PixelBuffer b)
    {
        Assert.Equal((a.Width, a.Height), (b.Width, b.Height));
        var sum = 0L;
        for (var i = 0; i < a.Pixels.Length; i++)
            sum += Math.Abs(a.Pixels[i] - b.Pixels[i]);
        return sum / (double)a.Pixels.Length;
    }

    /// <summary>Means of squares of pixels.</summary>
    public static PixelBuffer Shrink(PixelBuffer picture, int factor)
    {
        var (width, height) = (picture.Width / factor, picture.Height / factor);
        var pixels = new byte[width * height * 3];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y, band) = (i / 3 % width * factor, i / 3 / width * factor, i % 3);
            var sum = 0;
            for (var j = 0; j < factor * factor; j++)
                sum += picture.Pixels[((((y + (j / factor)) * picture.Width) + x + (j % factor)) * 3) + band];
            pixels[i] = (byte)(sum / (factor * factor));
        }
        return new PixelBuffer(width, height, 3, pixels);
    }
}
