using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Providers.Calls;

namespace Atelier.Engine.Planning;

/// <summary>How many pixels the result of a change will have where the request names no size: the price follows them.</summary>
internal static class ResultSize
{
    // As all who enlarge do who may choose.
    private const int UsualFactor = 2;

    /// <summary>Known before anything is made, from the picture and what is done to it; null where the request itself has settled it.</summary>
    public static long? PixelsOf(ImageRequest request, SourceImage? source, OfferEntry offer)
    {
        if (request.Size is not null || source is null)
        {
            return null;
        }

        var own = new PixelSize(source.Width, source.Height);
        return request.Operation switch
        {
            Upscale => new PixelSize(UsualFactor * own.Width, UsualFactor * own.Height).Pixels,
            Outpaint grow => new PixelSize(
                own.Width + grow.Left + grow.Right,
                own.Height + grow.Top + grow.Bottom
            ).Pixels,
            Edit => own.Pixels,
            // Made anew in a size of the offer's; that this may be more than was asked for is no reason to charge it.
            Stylise => Math.Min(own.Pixels, NativeSize.For(own, offer.Sizes)?.Pixels ?? own.Pixels),
            _ => null,
        };
    }

    /// <summary>The request at the quality that so many pixels cost at least: a large picture cannot be had at the price of a draft.</summary>
    public static ImageRequest AtLeast(ImageRequest request, long? pixels, CatalogueSnapshot snapshot) =>
        pixels is { } many && snapshot.Sizes.QualityOf(many) is var quality && quality > request.Quality
            ? request with
            {
                Quality = quality,
            }
            : request;
}
