namespace Atelier.Data.Accounts;

/// <summary>What an operator can set about an account; all checked.</summary>
/// <param name="Email">ASCII, up to 255 characters; null for none.</param>
/// <param name="DailyLimit">Null is the tier's, -1 none.</param>
/// <param name="MaxActive">Null is the tier's, -1 none.</param>
public sealed record AccountDraft(
    string Name,
    string? Email,
    string Tier,
    int? DailyLimit,
    int? MaxActive,
    bool Closed = false
);
