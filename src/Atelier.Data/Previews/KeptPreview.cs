namespace Atelier.Data.Previews;

/// <summary>A preview that can be shown now.</summary>
/// <param name="Number">From 1, of its generation.</param>
/// <param name="UrlEpoch">The account's, part of every signature.</param>
public sealed record KeptPreview(int Number, int UrlEpoch);
