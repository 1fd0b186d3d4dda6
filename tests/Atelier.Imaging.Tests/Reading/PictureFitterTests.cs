using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Vips;

namespace Atelier.Imaging.Tests.Reading;

[Collection(VipsRuns.Name)]
public sealed class PictureFitterTests
{
    public PictureFitterTests() => TestVips.Start();

    [Fact]
    public void Fit_RightSize_ReturnsTheSameBuffer()
    {
        var picture = TestPixels.Painted(64, 48, 3);

        Assert.Same(picture, PictureFitter.Fit(picture, 64, 48));
    }

    [Theory]
    [InlineData(1024, 1024, 1080, 1080)]
    [InlineData(1024, 1024, 160, 90)]
    [InlineData(1360, 768, 1344, 768)]
    [InlineData(1, 16383, 300, 300)]
    [InlineData(16383, 1, 7, 900)]
    [InlineData(3, 2, 1, 1)]
    [InlineData(1, 1, 1, 40)]
    public void Fit_AnySizes_AreObeyedExactly(int fromWidth, int fromHeight, int width, int height)
    {
        var fitted = PictureFitter.Fit(TestPixels.Plain(fromWidth, fromHeight, 40, 90, 160), width, height);

        Assert.Equal((width, height, 3), (fitted.Width, fitted.Height, fitted.Bands));
        Assert.InRange(fitted.MaxDifference(40, 90, 160), 0, 1);
    }

    [Theory]
    [InlineData(300, 100, 100, 100)]
    [InlineData(300, 100, 50, 50)]
    [InlineData(300, 100, 200, 200)]
    [InlineData(100, 300, 100, 100)]
    [InlineData(100, 300, 40, 40)]
    public void Fit_AnotherRatio_KeepsTheCentre(int fromWidth, int fromHeight, int width, int height)
    {
        var picture = TestPixels.From(
            fromWidth,
            fromHeight,
            3,
            (x, y) => Math.Max(x, y) is >= 100 and < 200 ? [0, 200, 0] : [200, 0, 0]
        );

        var fitted = PictureFitter.Fit(picture, width, height);

        Assert.InRange(fitted.MaxDifference(0, 200, 0), 0, 1);
    }

    [Fact]
    public void Fit_Alpha_IsKept()
    {
        var picture = TestPixels.From(64, 64, 4, (x, _) => x < 32 ? [200, 0, 0, 255] : [0, 0, 0, 0]);

        var fitted = PictureFitter.Fit(picture, 32, 32);

        Assert.Equal(4, fitted.Bands);
        Assert.Equal([200, 0, 0, 255], fitted.At(4, 16));
        Assert.Equal(0, fitted.At(28, 16)[3]);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, -1)]
    public void Fit_NoSize_IsRefused(int width, int height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            PictureFitter.Fit(TestPixels.Plain(4, 4, 1, 2, 3), width, height)
        );
}
