namespace Atelier.Data.Tests.Accepting;

/// <summary>The same, written in groups.</summary>
public sealed class IdempotencyGroupTests : IdempotencyTests
{
    protected override bool Grouped => true;
}
