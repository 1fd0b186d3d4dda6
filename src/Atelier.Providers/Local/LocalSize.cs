using Atelier.Core.Catalogue;
using Atelier.Core.Images;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;

namespace Atelier.Providers.Local;

/// <summary>How large a filter works, so that no picture is scaled after it.</summary>
/// <param name="Losses">What that takes from the picture.</param>
internal sealed record LocalSize(PixelSize Made, IReadOnlyList<Degradation> Losses)
{
    // As far as rounding bends a ratio.
    private const double SameShape = 0.02;

    /// <summary>
    /// The source's own size, or the largest the offer makes; for a size that was asked for, the source brought to cover it, or to lie
    /// inside. Null where there is none.
    /// </summary>
    public static LocalSize? Of(SourceImage source, ImageRequest request, SizeRule rule)
    {
        var own = new PixelSize(source.Width, source.Height);
        if (request.Size is not { } wanted)
        {
            return OfItself(own, rule);
        }

        List<Degradation> losses = [.. SizeLosses.Of(own, wanted, request.Fit)];
        var scaled = Scaled(own, wanted, request.Fit == FitMode.Cover);
        // What would stand out too far is cut off before.
        return rule.Takes(scaled) ? new LocalSize(scaled, losses)
            : request.Fit == FitMode.Cover && rule.Takes(wanted) ? new LocalSize(wanted, losses)
            : null;
    }

    private static LocalSize? OfItself(PixelSize own, SizeRule rule)
    {
        if (NativeSize.For(own, rule) is not { } made || NativeSize.Stretch(own, made) > SameShape)
        {
            return null;
        }

        return new LocalSize(
            made,
            made == own ? [] : [new Degradation("size_snapped", $"The painter makes {made} of a picture of {own}.")]
        );
    }

    private static PixelSize Scaled(PixelSize own, PixelSize wanted, bool cover)
    {
        var (across, down) = ((double)wanted.Width / own.Width, (double)wanted.Height / own.Height);
        var byWidth = cover ? across >= down : across <= down;
        return byWidth
            ? new PixelSize(wanted.Width, Round(own.Height * across, wanted.Height, cover))
            : new PixelSize(Round(own.Width * down, wanted.Width, cover), wanted.Height);
    }

    private static int Round(double side, int wanted, bool cover)
    {
        var rounded = Math.Max(1, (int)Math.Round(side));
        return cover ? Math.Max(wanted, rounded) : Math.Min(wanted, rounded);
    }
}
