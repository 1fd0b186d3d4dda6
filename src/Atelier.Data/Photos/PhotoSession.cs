namespace Atelier.Data.Photos;

/// <summary>An upload and what is made of it, while it is active.</summary>
/// <param name="InputId">The uploaded picture; null before it is stored.</param>
/// <param name="ActiveAt">Upload, generate, status and download move it.</param>
public sealed record PhotoSession(
    Guid Id,
    Guid AccountId,
    Guid? InputId,
    DateTimeOffset CreatedAt,
    DateTimeOffset ActiveAt
);
