using Atelier.Core.Catalogue;

namespace Atelier.Core.Routing;

/// <summary>A place in the chain: the offer, and what the request would lose there.</summary>
public sealed record RankedOffer(ModelEntry Model, OfferEntry Offer, IReadOnlyList<Degradation> Degradations);
