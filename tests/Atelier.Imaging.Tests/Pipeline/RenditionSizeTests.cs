using Atelier.Imaging.Pipeline;

namespace Atelier.Imaging.Tests.Pipeline;

public sealed class RenditionSizeTests
{
    [Theory]
    [InlineData(1024, 768, 512, 512, 384)]
    [InlineData(768, 1024, 512, 384, 512)]
    [InlineData(3840, 2160, 256, 256, 144)]
    [InlineData(17, 9, 128, 17, 9)]
    [InlineData(128, 128, 128, 128, 128)]
    [InlineData(129, 1, 128, 128, 1)]
    [InlineData(16383, 1, 20, 20, 1)]
    [InlineData(1000, 999, 20, 20, 20)]
    [InlineData(3, 2, 1, 1, 1)]
    public void Fit_Longest_RoundsAndNeverEnlarges(int width, int height, int longest, int newWidth, int newHeight) =>
        Assert.Equal((newWidth, newHeight), RenditionSize.Fit(width, height, longest));

    [Fact]
    public void Fit_NoLimit_KeepsBothSides() => Assert.Equal((5000, 3), RenditionSize.Fit(5000, 3, null));
}
