namespace Atelier.Data.Tests.Usage;

/// <summary>The same, written in groups.</summary>
public sealed class QuotaGroupTests : QuotaTests
{
    protected override bool Grouped => true;
}
