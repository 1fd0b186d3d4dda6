using Atelier.Core.Pricing;
using Atelier.Data.Budgets;
using Atelier.Server.Setup;

namespace Atelier.Server.Budgets;

/// <summary>Sets the month's budget at the start: as the variable says, else as it was, else 100 dollars (requirement B-56).</summary>
internal sealed class BudgetSetup(BudgetStore budgets, ServerSettings settings)
{
    private const decimal First = 100;

    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (settings.MonthlyBudget is { } dollars)
        {
            await budgets.SetAsync(NanoDollars.Of(dollars), cancellationToken);
        }
        else if (!await budgets.IsSetAsync(cancellationToken))
        {
            await budgets.SetAsync(NanoDollars.Of(First), cancellationToken);
        }
    }
}
