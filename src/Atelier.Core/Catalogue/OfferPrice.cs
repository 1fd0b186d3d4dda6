using Atelier.Core.Requests;

namespace Atelier.Core.Catalogue;

/// <summary>
/// What the operator pays for one call that yields <see cref="OfferEntry.PicturesPerCall"/> pictures, in US dollars with
/// at most 9 decimals. A call asked for k times as many pictures costs k times as much.
/// </summary>
public sealed record OfferPrice
{
    /// <summary>What a call is expected to cost where no row says otherwise.</summary>
    public required decimal Expected { get; init; }

    /// <summary>What a call can cost at most where no row says otherwise; at least <see cref="Expected"/>.</summary>
    public required decimal Maximum { get; init; }

    /// <summary>The day the price was looked up.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Whether the expected price is known; where it is not, the offer is never chosen for being cheap.</summary>
    public bool Known { get; init; } = true;

    /// <summary>Prices of some requests; the first that fits wins.</summary>
    public IReadOnlyList<PriceRow> Rows { get; init; } = [];

    /// <summary>Other prices of the same call by name, such as the one of <c>seed</c> (requirement B-15).</summary>
    public IReadOnlyDictionary<string, decimal> Versions { get; init; } = new Dictionary<string, decimal>();

    /// <summary>The price of the least call of this request.</summary>
    public CallPrice Of(ImageRequest request)
    {
        for (var index = 0; index < Rows.Count; index++)
        {
            if (Rows[index].Fits(request))
            {
                return new CallPrice(Rows[index].Expected, Rows[index].Maximum);
            }
        }

        return new CallPrice(Expected, Maximum);
    }
}
