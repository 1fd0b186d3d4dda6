namespace Atelier.Data.Tests.Accepting;

/// <summary>The same, written in groups.</summary>
public sealed class SessionGroupTests : SessionTests
{
    protected override bool Grouped => true;
}
