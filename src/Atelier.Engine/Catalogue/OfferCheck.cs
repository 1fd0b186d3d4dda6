using Atelier.Core.Catalogue;

namespace Atelier.Engine.Catalogue;

/// <summary>Whether an offer's provider still has its model.</summary>
/// <param name="ShutsDown">The day the provider ends it; null when it announced none.</param>
public sealed record OfferCheck(ModelEntry Model, OfferEntry Offer, ListState State, DateOnly? ShutsDown);
