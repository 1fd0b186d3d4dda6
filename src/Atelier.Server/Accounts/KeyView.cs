using Atelier.Data.Accounts;

namespace Atelier.Server.Accounts;

/// <summary>A key; its secret is shown once, by the answer that made it.</summary>
/// <param name="Key">The secret.</param>
/// <param name="Hint">The last four characters of the secret.</param>
/// <param name="State">active, expired or revoked.</param>
/// <param name="LastUsedAt">To the minute.</param>
internal sealed record KeyView(
    Guid Id,
    Guid AccountId,
    string Name,
    IReadOnlyList<string> Scopes,
    string? Key,
    string? Hint,
    string State,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt
)
{
    public static readonly IReadOnlyList<string> States = ["active", "expired", "revoked"];

    public static KeyView Of(KeyRow row) => Of(row, secret: null);

    public static KeyView Of(KeyRow row, string? secret) =>
        new(
            row.Id,
            row.AccountId,
            row.Name,
            row.Scopes,
            secret,
            row.Hint,
            row.State,
            row.CreatedAt,
            row.ExpiresAt,
            row.LastUsedAt
        );
}
