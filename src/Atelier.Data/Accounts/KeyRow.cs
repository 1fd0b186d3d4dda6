namespace Atelier.Data.Accounts;

/// <summary>A key as an operator sees it: never its secret.</summary>
/// <param name="Hint">The last four characters of the secret; null of keys that are older than hints.</param>
/// <param name="LastUsedAt">To the minute; null for never.</param>
/// <param name="State">active, expired or revoked.</param>
public sealed record KeyRow(
    Guid Id,
    Guid AccountId,
    string Name,
    IReadOnlyList<string> Scopes,
    string? Hint,
    string State,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt
);
