namespace Atelier.Data.Tests.Accepting;

/// <summary>The same, written in groups.</summary>
public sealed class LostCommitGroupTests : LostCommitTests
{
    protected override bool Grouped => true;
}
