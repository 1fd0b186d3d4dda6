namespace Atelier.Data.Tests.Accepting;

/// <summary>The same, written in groups.</summary>
public sealed class AcceptGroupTests : AcceptTests
{
    protected override bool Grouped => true;
}
