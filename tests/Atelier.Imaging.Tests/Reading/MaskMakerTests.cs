using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Vips;

namespace Atelier.Imaging.Tests.Reading;

public sealed class MaskMakerTests
{
    // Left: repaint. Its colours say the opposite, and must not count.
    private static readonly PixelBuffer WithAlpha = new(2, 1, 4, [0, 0, 0, 0, 255, 255, 255, 255]);
    private static readonly PixelBuffer WithoutAlpha = new(2, 1, 3, [255, 255, 255, 0, 0, 0]);

    [Fact]
    public void ToTransparentHoles_EitherKind_IsTransparentWhereToRepaint()
    {
        byte[] expected = [0, 0, 0, 0, 255, 255, 255, 255];

        AssertMask(2, 1, 4, expected, MaskMaker.ToTransparentHoles(WithAlpha, 2, 1));
        AssertMask(2, 1, 4, expected, MaskMaker.ToTransparentHoles(WithoutAlpha, 2, 1));
    }

    [Fact]
    public void ToWhiteOnBlack_EitherKind_IsWhiteWhereToRepaint()
    {
        byte[] expected = [255, 255, 255, 0, 0, 0];

        AssertMask(2, 1, 3, expected, MaskMaker.ToWhiteOnBlack(WithAlpha, 2, 1));
        AssertMask(2, 1, 3, expected, MaskMaker.ToWhiteOnBlack(WithoutAlpha, 2, 1));
    }

    [Theory]
    [InlineData(127, false)]
    [InlineData(128, true)]
    public void ToWhiteOnBlack_Grey_TurnsAtHalf(byte grey, bool marked)
    {
        var made = MaskMaker.ToWhiteOnBlack(TestPixels.Plain(1, 1, grey, grey, grey), 1, 1);

        Assert.Equal(marked ? 255 : 0, made.Pixels[0]);
    }

    [Theory]
    [InlineData(127, true)]
    [InlineData(128, false)]
    public void ToWhiteOnBlack_HalfTransparent_TurnsAtHalf(byte alpha, bool marked)
    {
        var made = MaskMaker.ToWhiteOnBlack(TestPixels.Plain(1, 1, 9, 9, 9, alpha), 1, 1);

        Assert.Equal(marked ? 255 : 0, made.Pixels[0]);
    }

    [Fact]
    public void ToWhiteOnBlack_Colours_CountByTheirBrightness()
    {
        var mask = new PixelBuffer(3, 1, 3, [255, 0, 0, 0, 255, 0, 0, 0, 255]);

        AssertMask(3, 1, 3, [0, 0, 0, 255, 255, 255, 0, 0, 0], MaskMaker.ToWhiteOnBlack(mask, 3, 1));
    }

    [Fact]
    public void ToTransparentHoles_Enlarged_HasSharpEdgesInPlace()
    {
        var made = MaskMaker.ToTransparentHoles(WithAlpha, 1000, 500);

        Assert.Equal(1000 * 500 * 4, made.Pixels.Length);
        Assert.Equal((0, 255), (made.At(499, 250)[3], made.At(500, 250)[3]));
        Assert.All(made.Pixels, value => Assert.True(value is 0 or 255));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(517)]
    [InlineData(1023)]
    public void ToWhiteOnBlack_ThinLineMadeSmall_Survives(int line)
    {
        var mask = TestPixels.From(1024, 8, 3, (x, _) => x == line ? [255, 255, 255] : [0, 0, 0]);

        var made = MaskMaker.ToWhiteOnBlack(mask, 100, 3);

        var marked = Enumerable.Range(0, 100).Where(x => made.At(x, 1)[0] == 255);
        Assert.Equal(line * 100 / 1024, Assert.Single(marked));
    }

    [Fact]
    public void MarksNothing_OpaqueMaskWithAlpha_IsTrueWhateverItsColours()
    {
        Assert.True(MaskMaker.MarksNothing(TestPixels.Plain(8, 8, 255, 255, 255, 255)));
        Assert.True(MaskMaker.MarksNothing(TestPixels.Plain(8, 8, 0, 0, 0)));
    }

    [Fact]
    public void MarksNothing_LastPixelMarked_IsFalse()
    {
        Assert.False(
            MaskMaker.MarksNothing(TestPixels.From(8, 8, 4, (x, y) => [0, 0, 0, x + y < 14 ? (byte)255 : (byte)0]))
        );
        Assert.False(MaskMaker.MarksNothing(WithoutAlpha));
    }

    [Fact]
    public void ToWhiteOnBlack_NoSize_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MaskMaker.ToWhiteOnBlack(WithAlpha, 0, 4));

    private static void AssertMask(int width, int height, int bands, byte[] pixels, PixelBuffer actual)
    {
        Assert.Equal((width, height, bands), (actual.Width, actual.Height, actual.Bands));
        Assert.Equal(pixels, actual.Pixels);
    }
}
