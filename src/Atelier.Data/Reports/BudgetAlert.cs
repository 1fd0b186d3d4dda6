namespace Atelier.Data.Reports;

/// <summary>A threshold that a budget reached, told once in its month. Money in nano-dollars, as it stood then.</summary>
/// <param name="Id">Grows with time.</param>
/// <param name="Scope"><c>month</c>, <c>account:&lt;id&gt;</c> or <c>key:&lt;id&gt;</c>.</param>
/// <param name="Month">Its first day.</param>
/// <param name="Threshold">Per cent of the limit: 50, 80 or 95.</param>
public sealed record BudgetAlert(
    long Id,
    string Scope,
    DateOnly Month,
    int Threshold,
    long Limit,
    long Spent,
    long Risk,
    DateTimeOffset CreatedAt
)
{
    /// <summary>Spent by limit, 1 for all of it.</summary>
    public decimal Share => BudgetStanding.ShareOf(Limit, Spent) ?? 0;

    /// <summary>The threshold as a share of the limit, such as 0.8.</summary>
    public decimal ThresholdShare => Threshold / 100m;
}
