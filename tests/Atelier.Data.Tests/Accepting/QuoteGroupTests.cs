namespace Atelier.Data.Tests.Accepting;

/// <summary>The same, written in groups.</summary>
public sealed class QuoteGroupTests : QuoteTests
{
    protected override bool Grouped => true;
}
