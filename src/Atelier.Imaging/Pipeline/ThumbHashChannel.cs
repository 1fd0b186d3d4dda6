namespace Atelier.Imaging.Pipeline;

/// <summary>One plane as cosines.</summary>
/// <param name="Mean">The term without a frequency.</param>
/// <param name="Terms">The others, low frequencies first, brought to 0 to 1 by <paramref name="Scale"/>.</param>
/// <param name="Scale">The largest of them before that.</param>
internal sealed record ThumbHashChannel(double Mean, double[] Terms, double Scale)
{
    internal static ThumbHashChannel Of(double[] plane, int width, int height, int across, int down)
    {
        var mean = 0.0;
        List<double> terms = [];
        for (var cy = 0; cy < down; cy++)
        // A triangle of frequencies: the corner with both high would cost most and show least.
        for (var cx = 0; cx * down < across * (down - cy); cx++)
        {
            var term = Term(plane, width, height, cx, cy);
            if (cx > 0 || cy > 0)
                terms.Add(term);
            else
                mean = term;
        }

        var scale = terms.Select(Math.Abs).DefaultIfEmpty().Max();
        return new ThumbHashChannel(mean, [.. terms.Select(term => scale > 0 ? 0.5 + 0.5 / scale * term : 0)], scale);
    }

    private static double Term(double[] plane, int width, int height, int cx, int cy)
    {
        var sum = 0.0;
        for (var y = 0; y < height; y++)
        {
            var wave = Math.Cos(Math.PI / height * cy * (y + 0.5));
            for (var x = 0; x < width; x++)
                sum += plane[y * width + x] * Math.Cos(Math.PI / width * cx * (x + 0.5)) * wave;
        }

        return sum / (width * height);
    }
}
