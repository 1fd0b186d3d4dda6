namespace Atelier.Data.Budgets;

/// <summary>A budget of this month, in nano-dollars.</summary>
/// <param name="Spent">Billed this month.</param>
/// <param name="Risk">What calls under way, or of unknown outcome, may still cost.</param>
public sealed record BudgetRow(long Limit, long Spent, long Risk)
{
    /// <summary>Whether this much more may be put at risk.</summary>
    public bool HasRoom(long nanos) => nanos == 0 || Spent + Risk + nanos <= Limit;
}
