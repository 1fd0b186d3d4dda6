namespace Atelier.Server.Budgets;

/// <summary>What <c>PUT /admin/api/budget</c> takes.</summary>
internal sealed class BudgetBody
{
    /// <summary>Dollars that all paid calls of a month may cost, 0 or more; without it there is no limit.</summary>
    public decimal? LimitUsd { get; set; }
}
