namespace Atelier.Server.Accounts;

/// <summary>Where the requests of an account may go.</summary>
/// <param name="Only">Ids of providers; missing for all.</param>
/// <param name="Never">Ids of providers; missing for none.</param>
internal sealed record RoutingView(IReadOnlyList<string>? Only, IReadOnlyList<string>? Never);
