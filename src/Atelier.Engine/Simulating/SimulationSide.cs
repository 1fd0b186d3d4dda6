using Atelier.Core.Catalogue;
using Atelier.Core.Routing;

namespace Atelier.Engine.Simulating;

/// <summary>One of the worlds that requests are tried in.</summary>
/// <param name="PriceVersion">The price list to go by, such as <c>seed</c>; null for the prices in force.</param>
public sealed record SimulationSide(CatalogueSnapshot Catalogue, ProviderStatus Status, string? PriceVersion);
