namespace Atelier.Data.Tests.Attempts;

/// <summary>The same, written in groups.</summary>
public sealed class StepGroupTests : StepTests
{
    protected override bool Grouped => true;
}
