namespace Atelier.Data.Tests.Budgets;

/// <summary>The same, written in groups.</summary>
public sealed class ScopeGroupTests : ScopeTests
{
    protected override bool Grouped => true;
}
