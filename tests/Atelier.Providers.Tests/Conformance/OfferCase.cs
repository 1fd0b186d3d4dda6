using Atelier.Core.Catalogue;

namespace Atelier.Providers.Tests.Conformance;

/// <summary>One thing that one living offer of the catalogue can do.</summary>
public sealed record OfferCase(ModelEntry Model, OfferEntry Offer, Capability Capability)
{
    /// <summary>As it stands in the name of a test.</summary>
    public string Name => $"{Model.Id} {Offer.ProviderModel} {Capability}";
}
