using Atelier.Core.Catalogue;

namespace Atelier.Providers.OpenAi;

/// <summary>Finds the size to order where a picture brings one that the offer does not make.</summary>
internal static class OpenAiSize
{
    // Sixteen pixels more or less on the shorter side of the smallest picture.
    private const double MostStretch = 0.03;

    /// <summary>The size itself, or the one the offer makes whose shape is nearest; null when there is none.</summary>
    public static PixelSize? Nearest(PixelSize wanted, SizeRule rule)
    {
        if (rule.Takes(wanted))
        {
            return wanted;
        }

        var candidates = rule.Fixed.Count > 0 ? rule.Fixed : [.. Around(wanted, rule).Where(rule.Takes)];
        return candidates
            .OrderBy(size => Stretch(wanted, size))
            .ThenBy(size => Math.Abs(size.Pixels - wanted.Pixels))
            .Select(size => (PixelSize?)size)
            .FirstOrDefault();
    }

    /// <summary>Whether a picture of that size can be laid on the other and back: the same shape, and not made smaller by more than a step.</summary>
    public static bool IsSameShape(PixelSize picture, PixelSize made, SizeRule rule) =>
        Stretch(picture, made) <= MostStretch
        && made.Width > picture.Width - rule.Step
        && made.Height > picture.Height - rule.Step;

    private static double Stretch(PixelSize one, PixelSize other) => Math.Abs(Math.Log(Ratio(one) / Ratio(other)));

    private static double Ratio(PixelSize size) => (double)size.Width / size.Height;

    // The multiples of the step around the exact answer, since rounding may leave the bounds.
    private static IEnumerable<PixelSize> Around(PixelSize wanted, SizeRule rule)
    {
        var most = (double)(rule.MaxRatio ?? decimal.MaxValue);
        var ratio = Math.Clamp(Ratio(wanted), 1 / most, most);
        var pixels = Math.Clamp(wanted.Pixels, rule.MinPixels ?? 1, rule.MaxPixels ?? long.MaxValue);
        var height = Math.Sqrt(pixels / ratio);
        var shrink = Math.Min(1, rule.MaxSide / (height * Math.Max(ratio, 1)));
        var left = Floor(height * ratio * shrink, rule.Step);
        var top = Floor(height * shrink, rule.Step);
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
