using Atelier.Data.Reports;

namespace Atelier.Server.Usage;

/// <summary>What an account used and may still use (requirements B-52 and C-80). Credits, and days of UTC.</summary>
/// <param name="Object">Always <c>usage</c>.</param>
/// <param name="GenerationsToday">Asked for today: under way or with pictures.</param>
/// <param name="PicturesToday">Of today: delivered ones, and those under way. Each counts once.</param>
/// <param name="TotalCostToday">Credits charged today.</param>
/// <param name="RemainingGenerations">Pictures that may still be asked for today; -1 where there is no limit.</param>
/// <param name="DailyLimit">Pictures a day; -1 where there is no limit.</param>
/// <param name="DailyResetAt">Midnight, when the day's limit begins anew.</param>
/// <param name="TotalCredits">Charged since the first of this month.</param>
/// <param name="RemainingCredits">Left to spend.</param>
/// <param name="ResetDate">The first of the next month, 00:00.</param>
internal sealed record UsageView(
    string Object,
    long GenerationsToday,
    long PicturesToday,
    decimal TotalCostToday,
    int RemainingGenerations,
    int DailyLimit,
    DateTimeOffset DailyResetAt,
    decimal TotalCredits,
    decimal RemainingCredits,
    DateTimeOffset ResetDate
)
{
    public static UsageView Of(AccountUsage usage) =>
        new(
            "usage",
            usage.Generations,
            usage.Pictures,
            usage.CostToday / 1000m,
            usage.Remaining ?? -1,
            usage.DailyLimit ?? -1,
            usage.DayEndsAt,
            usage.CostThisMonth / 1000m,
            usage.Balance / 1000m,
            usage.MonthEndsAt
        );
}
