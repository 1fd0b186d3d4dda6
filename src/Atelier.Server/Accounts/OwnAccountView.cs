using Atelier.Data.Accounts;

namespace Atelier.Server.Accounts;

/// <summary>What the caller's account has and may.</summary>
/// <param name="Guest">Whether it hangs on a visitor's cookie.</param>
/// <param name="Credits">That can be spent.</param>
/// <param name="ReservedCredits">That work under way holds.</param>
/// <param name="MonthlyCredits">That the tier gets on the first of a month.</param>
/// <param name="Limits">Of the account, or else of its tier.</param>
/// <param name="ResetDate">The first of the next month, UTC: then unused credits of this month lapse.</param>
internal sealed record OwnAccountView(
    Guid Id,
    string Name,
    string Tier,
    bool Guest,
    decimal Credits,
    decimal ReservedCredits,
    decimal MonthlyCredits,
    OwnLimitsView Limits,
    DateOnly ResetDate
)
{
    public static OwnAccountView Of(OwnLimits own) =>
        new(
            own.Id,
            own.Name,
            own.Tier,
            own.Guest,
            own.Balance / 1000m,
            own.Reserved / 1000m,
            own.MonthlyCredits / 1000m,
            new OwnLimitsView(own.DailyPictures ?? -1, own.Running ?? -1),
            own.ResetDate
        );
}
