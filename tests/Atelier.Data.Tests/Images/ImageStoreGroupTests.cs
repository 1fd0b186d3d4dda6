namespace Atelier.Data.Tests.Images;

/// <summary>The same, written in groups.</summary>
public sealed class ImageStoreGroupTests : ImageStoreTests
{
    protected override bool Grouped => true;
}
