namespace Atelier.Data.Photos;

/// <summary>One upload and what was made of it.</summary>
/// <param name="InputId">The uploaded picture; null when it is gone.</param>
/// <param name="ActiveAt">Of the last upload, generation, status or download.</param>
public sealed record PhotoSession(
    Guid Id,
    Guid AccountId,
    Guid? InputId,
    DateTimeOffset CreatedAt,
    DateTimeOffset ActiveAt
);
