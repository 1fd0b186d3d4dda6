namespace Atelier.Engine.Previews;

/// <summary>A picture of a generation that is not finished, ready to be shown.</summary>
/// <param name="Number">From 1; the next one has the next.</param>
/// <param name="UrlEpoch">The account's, part of every signature.</param>
public sealed record ShownPreview(Guid GenerationId, int Number, int UrlEpoch);
