namespace Atelier.Server.Budgets;

/// <summary>Alerts about budgets, the newest first.</summary>
/// <param name="NextCursor">Send it as <c>cursor</c> for the next page; null at the end.</param>
internal sealed record BudgetAlertPage(IReadOnlyList<BudgetAlertView> Data, bool HasMore, string? NextCursor);
