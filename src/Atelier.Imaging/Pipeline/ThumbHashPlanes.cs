namespace Atelier.Imaging.Pipeline;

/// <summary>A picture as ThumbHash sees it: light, two colour differences and alpha, each about 0 to 1.</summary>
internal sealed record ThumbHashPlanes(
    double[] Light,
    double[] YellowBlue,
    double[] RedGreen,
    double[] Alpha,
    bool HasAlpha
)
{
    internal static ThumbHashPlanes Of(PixelBuffer picture)
    {
        var count = picture.Width * picture.Height;
        var (mean, covered) = Mean(picture);
        var planes = new ThumbHashPlanes(
            new double[count],
            new double[count],
            new double[count],
            new double[count],
            covered < count
        );
        for (var pixel = 0; pixel < count; pixel++)
        {
            var (red, green, blue, alpha) = At(picture, pixel);
            // Where nothing is, the mean colour adds no frequency.
            var r = mean.Red * (1 - alpha) + alpha * red;
            var g = mean.Green * (1 - alpha) + alpha * green;
            var b = mean.Blue * (1 - alpha) + alpha * blue;
            planes.Light[pixel] = (r + g + b) / 3;
            planes.YellowBlue[pixel] = (r + g) / 2 - b;
            planes.RedGreen[pixel] = r - g;
            planes.Alpha[pixel] = alpha;
        }

        return planes;
    }

    private static ((double Red, double Green, double Blue) Mean, double Covered) Mean(PixelBuffer picture)
    {
        var (reds, greens, blues, alphas) = (0.0, 0.0, 0.0, 0.0);
        for (var pixel = 0; pixel < picture.Width * picture.Height; pixel++)
        {
            var (red, green, blue, alpha) = At(picture, pixel);
            reds += alpha * red;
            greens += alpha * green;
            blues += alpha * blue;
            alphas += alpha;
        }

        return alphas > 0 ? ((reds / alphas, greens / alphas, blues / alphas), alphas) : ((0, 0, 0), 0);
    }

    private static (double Red, double Green, double Blue, double Alpha) At(PixelBuffer picture, int pixel)
    {
        var bands = picture.Pixels.AsSpan(pixel * picture.Bands, picture.Bands);
        return (bands[0] / 255.0, bands[1] / 255.0, bands[2] / 255.0, bands.Length == 4 ? bands[3] / 255.0 : 1);
    }
}
