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

    [Fact]
    public void ParseRendition_EveryWireName_ReturnsItsRendition() =>
        Assert.All(
            Enum.GetValues<Rendition>(),
            rendition => Assert.Equal(rendition, RenditionExtensions.ParseRendition(rendition.WireName()))
        );

    [Theory]
    [InlineData("")]
    [InlineData("Original")]
    [InlineData("thumb-64")]
    [InlineData("original.png")]
    public void ParseRendition_OtherText_IsNone(string text) => Assert.Null(RenditionExtensions.ParseRendition(text));
}
