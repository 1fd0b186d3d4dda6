namespace Atelier.Data.Accounts;

/// <summary>A key to be made.</summary>
/// <param name="Life">How long it works from now on; null where a moment is named, or it never ends.</param>
/// <param name="ExpiresAt">When it stops working.</param>
public sealed record KeyDraft(
    string Name,
    IReadOnlyList<string> Scopes,
    TimeSpan? Life = null,
    DateTimeOffset? ExpiresAt = null
);
