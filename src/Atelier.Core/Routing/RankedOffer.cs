using Atelier.Core.Catalogue;

namespace Atelier.Core.Routing;

/// <summary>A place in the chain: the offer, and what the request would lose there.</summary>
public sealed record RankedOffer(ModelEntry Model, OfferEntry Offer, IReadOnlyList<Degradation> Degradations)
{
    /// <summary>What the order goes by where nothing else decides; the highest first.</summary>
    public double Score { get; init; }

    /// <summary>Why it stands where it stands; completes a sentence that begins with the offer.</summary>
    public string Reason { get; init; } = "";
}
