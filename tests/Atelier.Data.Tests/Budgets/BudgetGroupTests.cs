namespace Atelier.Data.Tests.Budgets;

/// <summary>The same, written in groups.</summary>
public sealed class BudgetGroupTests : BudgetTests
{
    protected override bool Grouped => true;
}
