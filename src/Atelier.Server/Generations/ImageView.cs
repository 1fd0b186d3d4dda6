namespace Atelier.Server.Generations;

/// <summary>A delivered picture. Addresses work until <c>expires_at</c>; ask again for new ones.</summary>
/// <param name="Index">Its place among the pictures asked for, from 0.</param>
/// <param name="Url">The original.</param>
/// <param name="ThumbnailUrl">The longer side 256 pixels.</param>
/// <param name="Urls">Every file, by name.</param>
/// <param name="Placeholder">What to show until the picture is there.</param>
/// <param name="Bytes">Size of the original.</param>
/// <param name="Checks">What each check said: passed, failed and let go by a person, not_available, or not_needed; missing for pictures from before there were checks.</param>
/// <param name="SourceImageId">The image that it was made from; missing where it was made from words.</param>
internal sealed record ImageView(
    Guid Id,
    int Index,
    string Url,
    string ThumbnailUrl,
    IReadOnlyDictionary<string, string> Urls,
    PlaceholderView Placeholder,
    int Width,
    int Height,
    string Format,
    long Bytes,
    long? Seed,
    string Model,
    string Provider,
    IReadOnlyDictionary<string, string>? Checks,
    DateTimeOffset ExpiresAt,
    Guid? SourceImageId
);

/// <summary>A blur of the picture.</summary>
/// <param name="Thumbhash">Some 25 bytes in the ThumbHash format, as base64; missing for pictures from before there was one.</param>
/// <param name="Url">A file of some hundred bytes.</param>
internal sealed record PlaceholderView(string? Thumbhash, string Url);
