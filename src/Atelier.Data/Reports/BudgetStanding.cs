namespace Atelier.Data.Reports;

/// <summary>A budget of this month as it stands, in nano-dollars.</summary>
/// <param name="Scope"><c>month</c>, <c>account:&lt;id&gt;</c> or <c>key:&lt;id&gt;</c>.</param>
/// <param name="Limit">Null is no limit; 0 lets free offers pass only.</param>
/// <param name="Spent">Billed this month.</param>
/// <param name="Risk">What calls under way, or of unknown outcome, may still cost.</param>
/// <param name="Overrun">The part of this month's bills that went beyond what their calls could cost.</param>
/// <param name="ShouldAlert">Whether a threshold was crossed that nobody was told of yet.</param>
/// <param name="ResetsAt">When the next month begins.</param>
public sealed record BudgetStanding(
    string Scope,
    long? Limit,
    long Spent,
    long Risk,
    long Overrun,
    bool ShouldAlert,
    DateTimeOffset ResetsAt
)
{
    /// <summary>The scope of the operator's budget for everything.</summary>
    public const string Month = "month";

    /// <summary>Spent by limit, 1 for all of it; null where there is no limit, or one of 0.</summary>
    public decimal? Share => ShareOf(Limit, Spent);

    public BudgetStatus Status =>
        Limit is not { } limit || Spent == 0 ? BudgetStatus.Safe
        : Spent >= limit ? BudgetStatus.Exceeded
        : Spent >= limit * 0.9m ? BudgetStatus.Critical
        : Spent >= limit * 0.7m ? BudgetStatus.Warning
        : BudgetStatus.Safe;

    /// <summary>Spent by limit, to six places; null where nothing can be divided.</summary>
    internal static decimal? ShareOf(long? limit, long spent) =>
        limit is > 0 and { } most ? decimal.Round((decimal)spent / most, 6) : null;
}
