using System.Globalization;
using Atelier.Core.Pricing;
using Atelier.Data.Reports;

namespace Atelier.Server.Budgets;

/// <summary>A threshold that a budget reached; told once in its month. Dollars as they stood then.</summary>
/// <param name="Object">Always <c>budget_alert</c>.</param>
/// <param name="Scope"><c>month</c> for all paid calls, <c>account:…</c> or <c>key:…</c>.</param>
/// <param name="Month">Such as <c>2026-11</c>.</param>
/// <param name="Threshold">Of the limit: 0.5, 0.8 or 0.95.</param>
/// <param name="Percentage">Spent by limit, 1 for all of it.</param>
internal sealed record BudgetAlertView(
    long Id,
    string Object,
    string Scope,
    string Month,
    decimal Threshold,
    decimal Percentage,
    decimal LimitUsd,
    decimal SpentUsd,
    decimal RiskUsd,
    DateTimeOffset CreatedAt
)
{
    public static BudgetAlertView Of(BudgetAlert alert) =>
        new(
            alert.Id,
            "budget_alert",
            alert.Scope,
            alert.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture),
            alert.ThresholdShare,
            alert.Share,
            NanoDollars.ToDollars(alert.Limit),
            NanoDollars.ToDollars(alert.Spent),
            NanoDollars.ToDollars(alert.Risk),
            alert.CreatedAt
        );
}
