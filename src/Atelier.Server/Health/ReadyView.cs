namespace Atelier.Server.Health;

/// <summary>What works. It names no host, program version or key: anybody may ask.</summary>
/// <param name="Catalogue">ok, or stale while changed files are wrong and the older ones stay in force.</param>
internal sealed record ReadyView(
    string Status,
    string Database,
    string Storage,
    string Catalogue,
    string CatalogueVersion
);
