using Atelier.Core.Catalogue;
using Atelier.Imaging.Pipeline;

namespace Atelier.Imaging.Tests.Pipeline;

public sealed class FitSizeTests
{
    [Theory]
    [InlineData("1000x1000", "16x9", "1000x563")]
    [InlineData("1000x1000", "9x16", "563x1000")]
    [InlineData("16383x1", "1x1", "1x1")]
    [InlineData("1x16383", "3840x2160", "1x1")]
    [InlineData("640x480", "640x480", "640x480")]
    public void PartLike_AnyRatio_IsTheLargestPart(string picture, string wish, string expected) =>
        Assert.Equal(expected, Size(picture).PartLike(Size(wish)).ToString());

    [Theory]
    [InlineData("1000x500", "100x100", "100x50")]
    [InlineData("500x1000", "100x100", "50x100")]
    [InlineData("10x5", "100x100", "100x50")]
    [InlineData("16383x1", "20x20", "20x1")]
    [InlineData("3x3", "7x7", "7x7")]
    public void Inside_AnyRoom_FillsOneSide(string picture, string room, string expected) =>
        Assert.Equal(expected, Size(picture).Inside(Size(room)).ToString());

    [Theory]
    [InlineData("100x50", "400x400", "100x100")]
    [InlineData("50x100", "400x200", "200x100")]
    [InlineData("100x100", "30x30", "100x100")]
    public void Around_AnyWish_HasItsRatioAndHoldsThePicture(string picture, string wish, string expected) =>
        Assert.Equal(expected, Size(picture).Around(Size(wish)).ToString());

    private static PixelSize Size(string text) =>
        PixelSize.TryParse(text, out var size) ? size : throw new ArgumentException(text, nameof(text));
}
