namespace Atelier.Data.Reports;

/// <summary>A question to the operator's book.</summary>
/// <param name="From">The first day, UTC.</param>
/// <param name="To">The last day, UTC; not before the first.</param>
/// <param name="Groups">1 to 3, each once.</param>
public sealed record CostQuery(DateOnly From, DateOnly To, IReadOnlyList<CostGroup> Groups);
