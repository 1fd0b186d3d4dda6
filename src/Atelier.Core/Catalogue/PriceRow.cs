using Atelier.Core.Requests;

namespace Atelier.Core.Catalogue;

/// <summary>A price for some requests of an offer only; what is not said does not matter.</summary>
public sealed record PriceRow
{
    /// <summary>Null is every operation.</summary>
    public Capability? Operation { get; init; }

    /// <summary>Null is every quality.</summary>
    public Quality? Quality { get; init; }

    /// <summary>Width times height at most; null is any size. A request without a size fits no row with a bound.</summary>
    public long? UpToPixels { get; init; }

    /// <summary>US dollars, as in <see cref="OfferPrice.Expected"/>.</summary>
    public required decimal Expected { get; init; }

    /// <summary>US dollars; the offer's own maximum unless the row has one.</summary>
    public decimal Maximum { get; init; }

    /// <summary>Whether the row is meant for this request.</summary>
    public bool Fits(ImageRequest request) =>
        (Operation is null || Operation == request.Capability)
        && (Quality is null || Quality == request.Quality)
        && (UpToPixels is not { } most || request.Size?.Pixels <= most);
}
