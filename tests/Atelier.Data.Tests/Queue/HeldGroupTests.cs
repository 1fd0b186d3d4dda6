namespace Atelier.Data.Tests.Queue;

/// <summary>The same, written in groups.</summary>
public sealed class HeldGroupTests : HeldTests
{
    protected override bool Grouped => true;
}
