using System.Text.Json.Serialization;
using Atelier.Core.Pricing;
using Atelier.Data.Photos;

namespace Atelier.Server.Photos;

/// <summary>What <c>GET /api/usage</c> answers, of today, UTC.</summary>
/// <param name="GenerationsToday">Pictures under way or delivered, by all doors; each counts once.</param>
/// <param name="TotalCostToday">US dollars that providers took.</param>
/// <param name="RemainingGenerations">Pictures that may still be asked for; -1 where there is no limit.</param>
/// <param name="DailyLimit">Pictures a day; -1 where there is no limit.</param>
/// <param name="TotalCreditsToday">Credits that were charged.</param>
/// <param name="ResetsAt">Midnight, when the day begins anew.</param>
internal sealed record PhotoUsageView(
    bool Success,
    [property: JsonPropertyName("generationsToday")] long GenerationsToday,
    [property: JsonPropertyName("totalCostToday")] decimal TotalCostToday,
    [property: JsonPropertyName("remainingGenerations")] long RemainingGenerations,
    [property: JsonPropertyName("dailyLimit")] int DailyLimit,
    [property: JsonPropertyName("totalCreditsToday")] decimal TotalCreditsToday,
    [property: JsonPropertyName("resetsAt")] DateTimeOffset ResetsAt
)
{
    public static PhotoUsageView Of(DayUsage usage) =>
        new(
            Success: true,
            usage.Pictures,
            NanoDollars.ToDollars(usage.CostNanos),
            usage.Remaining ?? -1,
            usage.Limit ?? -1,
            usage.Credits / 1000m,
            usage.EndsAt
        );
}
