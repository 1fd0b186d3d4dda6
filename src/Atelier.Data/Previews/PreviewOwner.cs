namespace Atelier.Data.Previews;

/// <summary>Who may see the previews of a generation.</summary>
/// <param name="UrlEpoch">The account's, part of every signature.</param>
public sealed record PreviewOwner(Guid AccountId, int UrlEpoch);
