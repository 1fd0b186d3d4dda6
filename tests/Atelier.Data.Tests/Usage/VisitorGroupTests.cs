namespace Atelier.Data.Tests.Usage;

/// <summary>The same, written in groups.</summary>
public sealed class VisitorGroupTests : VisitorTests
{
    protected override bool Grouped => true;
}
