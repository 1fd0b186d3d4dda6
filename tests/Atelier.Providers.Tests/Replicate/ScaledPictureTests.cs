using Atelier.Providers.Replicate.Inputs;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.Replicate;

/// <summary>Pictures brought to the size that a model is given.</summary>
public sealed class ScaledPictureTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Cover_SameSize_IsTheSameBuffer()
    {
        var picture = TestPictures.Varied(8, 6, 3);

        Assert.Same(picture, ScaledPicture.Cover(picture, 8, 6, Cancel));
    }

    [Theory]
    [InlineData(64, 48, 16, 12)]
    [InlineData(16, 12, 64, 48)]
    [InlineData(61, 47, 17, 13)]
    [InlineData(100, 10, 10, 100)]
    [InlineData(1, 1, 7, 5)]
    public void Cover_OneColour_StaysThatColourInAnySize(int width, int height, int toWidth, int toHeight)
    {
        var scaled = ScaledPicture.Cover(
            TestPictures.Plain(width, height, 10, 200, 255, 90),
            toWidth,
            toHeight,
            Cancel
        );

        Assert.Equal((toWidth, toHeight, 4), (scaled.Width, scaled.Height, scaled.Bands));
        for (var i = 0; i < scaled.Pixels.Length; i += 4)
        {
            Assert.Equal([10, 200, 255, 90], scaled.Pixels[i..(i + 4)]);
        }
    }

    [Fact]
    public void Cover_Half_IsTheMeanOfFour()
    {
        var picture = TestPictures.Plain(2, 2, 0, 0, 0);
        picture.Pixels[0] = 100;
        picture.Pixels[3] = 200;
        picture.Pixels[6] = 20;

        Assert.Equal([80, 0, 0], ScaledPicture.Cover(picture, 1, 1, Cancel).Pixels);
    }

    [Fact]
    public void Cover_AnotherShape_IsTheMiddle()
    {
        // Black, but for a white square in the middle.
        var picture = TestPictures.Plain(30, 10, 0, 0, 0);
        for (var y = 0; y < 10; y++)
        {
            picture.Pixels.AsSpan(((y * 30) + 10) * 3, 30).Fill(255);
        }

        Assert.All(ScaledPicture.Cover(picture, 5, 5, Cancel).Pixels, value => Assert.Equal(255, value));
    }
}
