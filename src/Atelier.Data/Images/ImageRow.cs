namespace Atelier.Data.Images;

/// <summary>A stored image, and what is needed to sign addresses for it.</summary>
/// <param name="UrlEpoch">The account's, part of every signature.</param>
public sealed record ImageRow(
    Guid Id,
    Guid GenerationId,
    Guid AccountId,
    int UrlEpoch,
    string Provider,
    string Model,
    long? Seed,
    int Width,
    int Height,
    string Format,
    IReadOnlyDictionary<string, ImageFile> Files,
    DateTimeOffset CreatedAt
);
