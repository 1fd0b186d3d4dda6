namespace Atelier.Data.Tests.Generations;

/// <summary>The same, written in groups.</summary>
public sealed class EndGroupTests : EndTests
{
    protected override bool Grouped => true;
}
