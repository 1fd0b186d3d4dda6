namespace Atelier.Data.Tests.Limits;

/// <summary>The same, written in groups.</summary>
public sealed class OperationLimitGroupTests : OperationLimitTests
{
    protected override bool Grouped => true;
}
