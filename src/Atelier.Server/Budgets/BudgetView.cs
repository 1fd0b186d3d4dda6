using Atelier.Core.Pricing;
using Atelier.Data.Budgets;

namespace Atelier.Server.Budgets;

/// <summary>The operator's budget of this month, in dollars.</summary>
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
}
