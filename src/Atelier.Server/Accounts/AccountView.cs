using Atelier.Data.Accounts;

namespace Atelier.Server.Accounts;

/// <summary>An account.</summary>
/// <param name="Guest">Whether a visitor got it with a cookie.</param>
/// <param name="State">open, closed or erased.</param>
/// <param name="Credits">That can be spent.</param>
/// <param name="DailyLimit">Pictures a day; -1 is no limit, missing the tier's.</param>
/// <param name="MaxActive">Generations at once; -1 is no limit, missing the tier's.</param>
internal sealed record AccountView(
    Guid Id,
    string Name,
    string? Email,
    string Tier,
    bool Owner,
    bool Guest,
    string State,
    decimal Credits,
    int? DailyLimit,
    int? MaxActive,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? ClosedAt
)
{
    public static readonly IReadOnlyList<string> States = ["open", "closed", "erased"];

    public static AccountView Of(AccountRow row) =>
        new(
            row.Id,
            row.Name,
            row.Email,
            row.Tier,
            row.Owner,
            row.Guest,
            row.ErasedAt is not null ? "erased"
                : row.ClosedAt is not null ? "closed"
                : "open",
            row.Balance / 1000m,
            row.DailyLimit,
            row.MaxActive,
            row.CreatedAt,
            row.UpdatedAt,
            row.ClosedAt
        );
}
