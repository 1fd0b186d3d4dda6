namespace Atelier.Core.Catalogue;

/// <summary>What an offer makes where a size is wanted that it does not give exactly (requirement C-24).</summary>
public static class NativeSize
{
    /// <summary>
    /// The size itself; else, of those whose ratio is nearest, the smallest that is at least as large, or the largest. Null when
    /// the offer makes none at all.
    /// </summary>
    public static PixelSize? For(PixelSize wanted, SizeRule rule)
    {
        if (rule.Takes(wanted))
        {
            return wanted;
        }

        var candidates = rule.Fixed.Count > 0 ? rule.Fixed : [.. Around(wanted, rule).Where(rule.Takes)];
        return candidates
            .OrderBy(size => Stretch(wanted, size))
            .ThenBy(size => size.Width >= wanted.Width && size.Height >= wanted.Height ? 0 : 1)
            .ThenBy(size => Math.Abs(size.Pixels - wanted.Pixels))
            .Select(size => (PixelSize?)size)
            .FirstOrDefault();
    }

    /// <summary>How far the ratios of two sizes are apart; 0 for the same, 0.7 for twice as wide.</summary>
    public static double Stretch(PixelSize one, PixelSize other) => Math.Abs(Math.Log(Ratio(one) / Ratio(other)));

    private static double Ratio(PixelSize size) => (double)size.Width / size.Height;

    // The multiples of the step around the exact answer, since rounding may leave the bounds.
    private static IEnumerable<PixelSize> Around(PixelSize wanted, SizeRule rule)
    {
        var most = (double)(rule.MaxRatio ?? decimal.MaxValue);
        var ratio = Math.Clamp(Ratio(wanted), 1 / most, most);
        var pixels = Math.Clamp(wanted.Pixels, rule.MinPixels ?? 1, rule.MaxPixels ?? long.MaxValue);
        var height = Math.Sqrt(pixels / ratio);
        var grow = Math.Max(1, rule.MinSide / (height * Math.Min(ratio, 1)));
        var shrink = Math.Min(1, rule.MaxSide / (height * grow * Math.Max(ratio, 1)));
        var left = Floor(height * ratio * grow * shrink, rule.Step);
        var top = Floor(height * grow * shrink, rule.Step);
        for (var x = -1; x <= 2; x++)
        {
            for (var y = -1; y <= 2; y++)
            {
                yield return new PixelSize(left + (x * rule.Step), top + (y * rule.Step));
            }
        }
    }

    private static int Floor(double side, int step) => (int)(side / step) * step;
}
