namespace Atelier.Data.Accounts;

/// <summary>Where the requests of an account may go.</summary>
/// <param name="Only">Ids of providers, at least one; null is all.</param>
/// <param name="Never">Ids of providers, at least one; null is none.</param>
public sealed record RoutingRules(IReadOnlyList<string>? Only, IReadOnlyList<string>? Never);
