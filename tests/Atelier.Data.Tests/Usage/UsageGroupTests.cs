namespace Atelier.Data.Tests.Usage;

/// <summary>The same, written in groups.</summary>
public sealed class UsageGroupTests : UsageTests
{
    protected override bool Grouped => true;
}
