using Atelier.Core.Pricing;
using Atelier.Data.Auditing;
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
            await SetAsync(NanoDollars.Of(dollars), cancellationToken);
        }
        else if (!await budgets.IsSetAsync(cancellationToken))
        {
            await SetAsync(NanoDollars.Of(First), cancellationToken);
        }
    }

    // The same limit is set again too, for that counts anew what is spent and at risk; it is no change to be told.
    private async Task SetAsync(long nanos, CancellationToken cancellationToken)
    {
        var before = await budgets.FindAsync(cancellationToken);
        var audit =
            before?.Limit == nanos
                ? null
                : new AuditEntry(
                    null,
                    null,
                    "budget.set",
                    Subject: BudgetScope.Month.Id,
                    Details: BudgetView.Details(nanos)
                );
        await budgets.SetAsync(BudgetScope.Month, nanos, audit, cancellationToken);
    }
}
