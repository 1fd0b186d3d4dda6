using Atelier.Core.Catalogue;

namespace Atelier.Core.Tests.Catalogue;

public sealed class NativeSizeTests
{
    private static readonly SizeRule Free = new()
    {
        MinSide = 16,
        MaxSide = 3840,
        MinPixels = 655_360,
        MaxPixels = 8_294_400,
        MaxRatio = 3,
        Step = 16,
    };

    private static readonly SizeRule Fixed = new()
    {
        MaxSide = 1536,
        Fixed = [new(1024, 1024), new(1536, 1024), new(1024, 1536)],
    };

    [Theory]
    [InlineData(512, 512, "512x512")]
    [InlineData(1024, 1024, "1024x1024")]
    [InlineData(1100, 1100, "2048x2048")]
    [InlineData(4000, 4000, "2048x2048")]
    [InlineData(1000, 900, "1024x1024")]
    [InlineData(600, 400, "1536x1024")]
    public void For_SeveralOfTheRatio_TakesTheSmallestThatIsLargeEnough(int width, int height, string made)
    {
        var rule = new SizeRule
        {
            MaxSide = 2048,
            Fixed = [new(2048, 2048), new(512, 512), new(1024, 1024), new(1536, 1024)],
        };

        Assert.Equal(made, NativeSize.For(new PixelSize(width, height), rule).ToString());
    }

    [Theory]
    [InlineData(1024, 1024, "1024x1024")]
    [InlineData(3840, 2160, "3840x2160")]
    [InlineData(1920, 1080, "1936x1088")]
    [InlineData(1, 1, "816x816")]
    [InlineData(100, 5000, "480x1424")]
    [InlineData(6000, 4000, "3504x2336")]
    public void For_FreeSizes_KeepsTheShape(int width, int height, string nearest) =>
        Assert.Equal(nearest, NativeSize.For(new PixelSize(width, height), Free).ToString());

    [Fact]
    public void For_SmallerThanTheLeastSide_TakesTheLeast() =>
        Assert.Equal(
            "384x256",
            NativeSize
                .For(
                    new PixelSize(96, 64),
                    new SizeRule
                    {
                        MinSide = 256,
                        MaxSide = 1440,
                        Step = 32,
                    }
                )
                .ToString()
        );

    [Theory]
    [InlineData(1100, 1000, "1024x1024")]
    [InlineData(1920, 1080, "1536x1024")]
    [InlineData(1080, 1920, "1024x1536")]
    public void For_FixedSizes_TakesTheNearestShape(int width, int height, string nearest) =>
        Assert.Equal(nearest, NativeSize.For(new PixelSize(width, height), Fixed).ToString());

    [Fact]
    public void For_AnySource_IsASizeTheModelMakes()
    {
        var sides = Enumerable.Range(1, 40).Select(i => (i * i * 3) + (i * 7)).ToList();

        Assert.All(
            sides.SelectMany(width => sides.Select(height => new PixelSize(width, height))),
            size => Assert.True(Free.Takes(NativeSize.For(size, Free)!.Value), $"{size}")
        );
    }

    [Fact]
    public void For_NoSizeWithinTheRule_IsNull()
    {
        var nothing = new SizeRule { MaxSide = 100, MinPixels = 20_000 };

        Assert.Null(NativeSize.For(new PixelSize(50, 50), nothing));
    }
}
