namespace Atelier.Core.Routing;

/// <summary>Which offer: the model's id and the provider's.</summary>
public readonly record struct OfferKey(string Model, string Provider);
