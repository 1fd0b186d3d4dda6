namespace Atelier.Data.Budgets;

/// <summary>A budget of this month, in nano-dollars.</summary>
/// <param name="Spent">Billed this month.</param>
/// <param name="Risk">What calls under way, or of unknown outcome, may still cost.</param>
public sealed record BudgetRow(long Limit, long Spent, long Risk)
{
    /// <summary>What may still be put at risk; below 0 where more is spent than it allows.</summary>
    public long Room => Limit - Spent - Risk;

    /// <summary>Whether this much more may be put at risk.</summary>
    public bool HasRoom(long nanos) => Fits(nanos, Room);

    /// <summary>Whether so much may be put at risk where there is so much room: what is free always may.</summary>
    public static bool Fits(long nanos, long room) => nanos == 0 || nanos <= room;
}
