namespace Atelier.Server.Budgets;

/// <summary>Budgets by scope.</summary>
/// <param name="NextCursor">Send it as <c>cursor</c> for the next page; null at the end.</param>
internal sealed record BudgetPage(IReadOnlyList<BudgetView> Data, bool HasMore, string? NextCursor);
