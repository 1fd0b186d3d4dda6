using Atelier.Core.Catalogue;
using Atelier.Core.Prompts;

namespace Atelier.Core.Routing;

/// <summary>A place in the chain: the offer, and what the request would lose there.</summary>
public sealed record RankedOffer(ModelEntry Model, OfferEntry Offer, IReadOnlyList<Degradation> Degradations)
{
    /// <summary>What the model is told; null where nobody composed it yet.</summary>
    public ComposedPrompt? Prompt { get; init; }
}
