namespace Atelier.Data.Budgets;

/// <summary>A budget of this month, in nano-dollars.</summary>
/// <param name="Spent">Billed this month.</param>
/// <param name="Risk">What calls under way, or of unknown outcome, may still cost.</param>
public sealed record BudgetRow(long Limit, long Spent, long Risk)
{
    /// <summary>What may still be put at risk; below 0 where more is spent than it allows.</summary>
    public long Room => Limit - Spent - Risk;

    /// <summary>Whether this much more may be put at risk.</summary>
    public bool HasRoom(long nanos) => nanos == 0 || nanos <= Room;
}
