using Atelier.Core.Catalogue;
using Atelier.Core.Requests;

namespace Atelier.Engine.Simulating;

/// <summary>What calls cost by a price list.</summary>
internal static class VersionPrice
{
    /// <summary>
    /// The price of the least call, and whether it is from that list. Older lists priced models, not offers, so another offer of
    /// the model lends its price.
    /// </summary>
    public static (CallPrice Price, bool Listed) Of(
        ImageRequest request,
        ModelEntry model,
        OfferEntry offer,
        string? version
    )
    {
        if (version is null)
        {
            return (offer.Price.Of(request), true);
        }

        if (offer.Price.Versions.TryGetValue(version, out var own))
        {
            return (new CallPrice(own, own), true);
        }

        foreach (var other in model.Offers)
        {
            if (other.Price.Versions.TryGetValue(version, out var price))
            {
                return (new CallPrice(price, price), true);
            }
        }

        return (offer.Price.Of(request), false);
    }
}
