using Atelier.Data.Budgets;

namespace Atelier.Data.Reports;

/// <summary>What an account could spend at the moment it was read. Nothing is held for it.</summary>
/// <param name="Balance">Thousandths of a credit.</param>
/// <param name="PicturesLeft">That may still be asked for today; null is no limit.</param>
/// <param name="Room">Nano-dollars that the tightest of its budgets has left; null where it has none.</param>
public sealed record Means(long Balance, int? PicturesLeft, long? Room)
{
    /// <summary>Whether the budgets have room for this many nano-dollars, as the accept transaction will judge.</summary>
    public bool HasRoom(long nanos) => Room is not { } room || BudgetRow.Fits(nanos, room);
}
