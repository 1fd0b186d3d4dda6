namespace Atelier.Server.Health;

/// <summary>
/// What works; without the parts for strangers where others than this machine can reach us. It names no host, program version or key.
/// </summary>
/// <param name="Catalogue">
/// ok; stale while changed files are wrong and the older ones stay in force; differs while another node has another one.
/// </param>
/// <param name="ChecksNotAvailable">Checks of pictures that are switched on and that nothing here could do: pictures are delivered without them, or wait where they are required.</param>
internal sealed record ReadyView(
    string Status,
    string? Database = null,
    string? Storage = null,
    string? Catalogue = null,
    string? CatalogueVersion = null,
    IReadOnlyList<string>? ChecksNotAvailable = null
)
{
    /// <summary>The status when all that a node needs works.</summary>
    public const string Ready = "ready";

    /// <summary>The word for a part that works.</summary>
    public const string Works = "ok";
}
