namespace Atelier.Data.Tests.Accounts;

/// <summary>The same, written in groups.</summary>
public sealed class TierGroupTests : TierTests
{
    protected override bool Grouped => true;
}
