using Atelier.Core.Catalogue;

namespace Atelier.Core.Routing;

/// <summary>An offer that was looked at and passed over.</summary>
/// <param name="Reason">A sentence that says why, and what to change where that helps.</param>
public sealed record RejectedOffer(string Model, string Provider, string Reason, RejectionCause Cause)
{
    /// <summary>The model's name at the provider, where that has several offers of it; else null.</summary>
    public string? ProviderModel { get; init; }

    public static RejectedOffer Of(ModelEntry model, OfferEntry offer, Rejection against) =>
        new(model.Id, offer.Provider, against.Text, against.Cause) { ProviderModel = model.NameOfTwin(offer) };

    /// <summary>The offer in a sentence.</summary>
    public string ToName() => OfferKey.NameOf(Model, Provider, ProviderModel);
}
