namespace Atelier.Data.Tests.Accepting;

/// <summary>The same, written in groups.</summary>
public sealed class WatermarkGroupTests : WatermarkTests
{
    protected override bool Grouped => true;
}
