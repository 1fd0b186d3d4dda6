namespace Atelier.Data.Accounts;

/// <summary>An account as an operator sees it.</summary>
/// <param name="Balance">Thousandths of a credit.</param>
/// <param name="DailyLimit">Pictures a day; null is the tier's limit, -1 none.</param>
/// <param name="MaxActive">Generations at once; null is the tier's limit, -1 none.</param>
/// <param name="ClosedAt">From then on its keys opened nothing.</param>
/// <param name="ErasedAt">From then on nothing of it is left but the books.</param>
public sealed record AccountRow(
    Guid Id,
    string Name,
    string? Email,
    string Tier,
    bool Owner,
    bool Guest,
    long Balance,
    int? DailyLimit,
    int? MaxActive,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? ClosedAt,
    DateTimeOffset? ErasedAt
);
