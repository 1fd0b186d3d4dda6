namespace Atelier.Data.Accounts;

/// <summary>What an account has and may, as its holder sees it.</summary>
/// <param name="Balance">Thousandths of a credit that can be spent.</param>
/// <param name="Reserved">Thousandths of a credit that work under way holds.</param>
/// <param name="MonthlyCredits">Thousandths of a credit that its tier gets a month.</param>
/// <param name="DailyPictures">Null is no limit.</param>
/// <param name="Running">Generations at once; null is no limit.</param>
/// <param name="ResetDate">The first of the next month, UTC.</param>
public sealed record OwnLimits(
    Guid Id,
    string Name,
    string Tier,
    bool Guest,
    long Balance,
    long Reserved,
    long MonthlyCredits,
    int? DailyPictures,
    int? Running,
    DateOnly ResetDate
);
