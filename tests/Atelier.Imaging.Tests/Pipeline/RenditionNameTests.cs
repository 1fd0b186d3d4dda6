using Atelier.Core.Images;

namespace Atelier.Imaging.Tests.Pipeline;

public sealed class RenditionNameTests
{
    [Fact]
    public void WireName_AllRenditions_AreWhatAddressesUse() =>
        Assert.Equal(
            ["original", "optimized", "thumb-128", "thumb-256", "thumb-512", "placeholder"],
            Enum.GetValues<Rendition>().Select(rendition => rendition.WireName())
        );
}
