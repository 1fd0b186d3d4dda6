namespace Atelier.Data.Reports;

/// <summary>What an account could spend at the moment it was read. Nothing is held for it.</summary>
/// <param name="Balance">Thousandths of a credit.</param>
/// <param name="PicturesLeft">That may still be asked for today; null is no limit.</param>
/// <param name="Room">Nano-dollars that the tightest of its budgets has left; null where it has none.</param>
public sealed record Means(long Balance, int? PicturesLeft, long? Room);
