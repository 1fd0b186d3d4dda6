namespace Atelier.Data.Reports;

/// <summary>What an account used and may still use. Credits in thousandths.</summary>
/// <param name="Generations">Asked for today, UTC: under way or with pictures.</param>
/// <param name="Pictures">Of today: delivered ones, and those under way.</param>
/// <param name="CostToday">Charged today.</param>
/// <param name="CostThisMonth">Charged since the first of the month.</param>
/// <param name="Balance">Left to spend.</param>
/// <param name="DailyLimit">Pictures a day; null is no limit.</param>
/// <param name="CountedToday">Pictures that count against it.</param>
/// <param name="DayEndsAt">Midnight, UTC.</param>
/// <param name="MonthEndsAt">The first of the next month, 00:00 UTC.</param>
public sealed record AccountUsage(
    long Generations,
    long Pictures,
    long CostToday,
    long CostThisMonth,
    long Balance,
    int? DailyLimit,
    int CountedToday,
    DateTimeOffset DayEndsAt,
    DateTimeOffset MonthEndsAt
)
{
    /// <summary>Pictures that may still be asked for today; null is no limit.</summary>
    public int? Remaining => DailyLimit is { } limit ? Math.Max(0, limit - CountedToday) : null;
}
