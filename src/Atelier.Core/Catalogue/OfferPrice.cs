using Atelier.Core.Requests;

namespace Atelier.Core.Catalogue;

/// <summary>
/// What the operator pays for one call that yields <see cref="OfferEntry.PicturesPerCall"/> pictures, in US dollars with
/// at most 9 decimals. A call asked for k times as many pictures costs k times as much.
/// </summary>
public sealed record OfferPrice
{
    /// <summary>What a call is expected to cost.</summary>
    public required decimal Expected { get; init; }

    /// <summary>What a call can cost at most; at least <see cref="Expected"/>.</summary>
    public required decimal Maximum { get; init; }

    /// <summary>The day the price was looked up.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Whether <see cref="Expected"/> is known; else the offer is never chosen for its price.</summary>
    public bool Known { get; init; } = true;

    /// <summary>What a call cost, or was taken to cost, in other price lists, by the list's name such as <c>seed</c>.</summary>
    public IReadOnlyDictionary<string, decimal> Versions { get; init; } = new Dictionary<string, decimal>();

    /// <summary>What the least call for this request costs.</summary>
    public CallPrice Of(ImageRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new CallPrice(Expected, Maximum);
    }
}
