namespace Atelier.Data.Tests.Reviews;

/// <summary>The same where accepts are written in groups.</summary>
public sealed class BeforeGroupTests : BeforeTests
{
    protected override bool Grouped => true;
}
