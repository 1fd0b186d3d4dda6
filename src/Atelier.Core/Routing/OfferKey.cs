using Atelier.Core.Catalogue;

namespace Atelier.Core.Routing;

/// <summary>Which offer: the model's id, the provider's, and the model's name there, since a provider may sell it in several ways.</summary>
public readonly record struct OfferKey(string Model, string Provider, string ProviderModel)
{
    public static OfferKey Of(ModelEntry model, OfferEntry offer) => new(model.Id, offer.Provider, offer.ProviderModel);

    /// <summary>The offer in a sentence.</summary>
    /// <param name="providerModel">Told where the provider has several offers of the model; else null.</param>
    public static string NameOf(string model, string provider, string? providerModel) =>
        providerModel is null ? $"{model} at {provider}" : $"{model} at {provider} ({providerModel})";
}
