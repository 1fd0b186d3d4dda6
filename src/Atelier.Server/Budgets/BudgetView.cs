using System.Text.Json;
using Atelier.Core;
using Atelier.Core.Pricing;
using Atelier.Data.Reports;
using Atelier.Server.Wire;

namespace Atelier.Server.Budgets;

/// <summary>A budget of this month, in dollars.</summary>
/// <param name="Scope"><c>month</c> for all paid calls, <c>account:…</c> or <c>key:…</c>.</param>
/// <param name="LimitUsd">Null is no limit; 0 lets free offers pass only.</param>
/// <param name="SpentUsd">Billed this month.</param>
/// <param name="RiskUsd">What calls under way, or of unknown outcome, may still cost.</param>
/// <param name="OverrunUsd">The part of this month's bills that went beyond what their calls could cost.</param>
/// <param name="Percentage">Spent by limit, 1 for all of it; null where there is no limit, or one of 0.</param>
/// <param name="Status">safe, warning from 0.7 on, critical from 0.9 on, exceeded from 1 on.</param>
/// <param name="ShouldAlert">Whether a threshold (0.5, 0.8, 0.95) was crossed that nobody was told of yet.</param>
/// <param name="ResetsAt">When the next month begins.</param>
internal sealed record BudgetView(
    string Scope,
    decimal? LimitUsd,
    decimal SpentUsd,
    decimal RiskUsd,
    decimal OverrunUsd,
    decimal? Percentage,
    string Status,
    bool ShouldAlert,
    DateTimeOffset ResetsAt
)
{
    public static BudgetView Of(BudgetStanding budget) =>
        new(
            budget.Scope,
            budget.Limit is { } limit ? NanoDollars.ToDollars(limit) : null,
            NanoDollars.ToDollars(budget.Spent),
            NanoDollars.ToDollars(budget.Risk),
            NanoDollars.ToDollars(budget.Overrun),
            budget.Share,
            SnakeCase.Of(budget.Status),
            budget.ShouldAlert,
            budget.ResetsAt
        );

    /// <summary>What the audit log keeps of a change.</summary>
    public static string Details(long? nanos) =>
        JsonSerializer.Serialize(
            new { limit_usd = nanos is { } limit ? NanoDollars.ToDollars(limit) : (decimal?)null },
            WireJson.WithNulls
        );
}
