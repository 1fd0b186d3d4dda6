using System.Text.Json;
using Atelier.Core.Pricing;
using Atelier.Data.Budgets;
using Atelier.Server.Wire;

namespace Atelier.Server.Budgets;

/// <summary>A budget of this month, in dollars. More spent than the limit means that a provider billed more than it said it would.</summary>
/// <param name="LimitUsd">Null is no limit; then the rest is not counted.</param>
/// <param name="SpentUsd">Billed this month.</param>
/// <param name="RiskUsd">What calls under way, or of unknown outcome, may still cost.</param>
internal sealed record BudgetView(decimal? LimitUsd, decimal? SpentUsd, decimal? RiskUsd)
{
    public static BudgetView Of(BudgetRow? budget) =>
        budget is null
            ? new BudgetView(null, null, null)
            : new BudgetView(
                NanoDollars.ToDollars(budget.Limit),
                NanoDollars.ToDollars(budget.Spent),
                NanoDollars.ToDollars(budget.Risk)
            );

    /// <summary>What the audit log keeps of a change.</summary>
    public static string Details(long? nanos) =>
        JsonSerializer.Serialize(
            new { limit_usd = nanos is { } limit ? NanoDollars.ToDollars(limit) : (decimal?)null },
            WireJson.WithNulls
        );
}
