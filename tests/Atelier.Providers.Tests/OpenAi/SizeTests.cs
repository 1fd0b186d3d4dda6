using Atelier.Core.Catalogue;
using Atelier.Providers.OpenAi;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.OpenAi;

public sealed class SizeTests
{
    [Theory]
    [InlineData(1024, 1024, "1024x1024")]
    [InlineData(3840, 2160, "3840x2160")]
    [InlineData(1920, 1080, "1936x1088")]
    [InlineData(1, 1, "816x816")]
    [InlineData(100, 5000, "480x1424")]
    [InlineData(6000, 4000, "3504x2336")]
    public void Nearest_FreeSizes_KeepsTheShape(int width, int height, string nearest) =>
        Assert.Equal(nearest, OpenAiSize.Nearest(new PixelSize(width, height), Orders.Free).ToString());

    [Theory]
    [InlineData(1100, 1000, "1024x1024")]
    [InlineData(1920, 1080, "1536x1024")]
    [InlineData(1080, 1920, "1024x1536")]
    public void Nearest_FixedSizes_TakesTheNearestShape(int width, int height, string nearest) =>
        Assert.Equal(nearest, OpenAiSize.Nearest(new PixelSize(width, height), Orders.Fixed).ToString());

    [Fact]
    public void Nearest_AnySource_IsASizeTheModelMakes()
    {
        var sides = Enumerable.Range(1, 40).Select(i => (i * i * 3) + (i * 7)).ToList();

        Assert.All(
            sides.SelectMany(width => sides.Select(height => new PixelSize(width, height))),
            size => Assert.True(Orders.Free.Takes(OpenAiSize.Nearest(size, Orders.Free)!.Value), $"{size}")
        );
    }

    [Fact]
    public void Nearest_NoSizeWithinTheRule_IsNull()
    {
        var nothing = new SizeRule { MaxSide = 100, MinPixels = 20_000 };

        Assert.Null(OpenAiSize.Nearest(new PixelSize(50, 50), nothing));
    }
}
