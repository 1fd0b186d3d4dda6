using Atelier.Core.Catalogue;
using Atelier.Core.Prompts;

namespace Atelier.Core.Routing;

/// <summary>A place in the chain: the offer, and what the request would lose there.</summary>
public sealed record RankedOffer(ModelEntry Model, OfferEntry Offer, IReadOnlyList<Degradation> Degradations)
{
    /// <summary>Requirement B-45; above 2 is impossible.</summary>
    public double Score { get; init; }

    /// <summary>Dollars for a picture of the request; infinite where the price is not known.</summary>
    public double Price { get; init; }

    /// <summary>Why it stands there: completes a sentence that begins with the offer.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whether another model was named, and this one only takes over.</summary>
    public bool IsFallback { get; init; }

    /// <summary>The offer in a sentence.</summary>
    public string ToName() => OfferKey.NameOf(Model.Id, Offer.Provider, Model.NameOfTwin(Offer));

    /// <summary>What the model is told.</summary>
    public ComposedPrompt Prompt { get; init; } = ComposedPrompt.None;
}
