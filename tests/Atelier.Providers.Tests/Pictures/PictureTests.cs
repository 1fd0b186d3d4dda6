using Atelier.Imaging;
using Atelier.Providers.Pictures;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.Pictures;

public sealed class PictureTests
{
    private static readonly byte[] Kept = [255, 255, 255, 255];
    private static readonly byte[] Hole = [0, 0, 0, 0];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 1, 3)]
    [InlineData(17, 5, 3)]
    [InlineData(5, 17, 4)]
    public void Encode_Pixels_AreThereWhenDecoded(int width, int height, int bands)
    {
        var picture = TestPictures.Varied(width, height, bands);

        var decoded = PngReader.Decode(PngFile.Encode(picture, Cancel));

        Assert.Equal((width, height, bands), (decoded.Width, decoded.Height, decoded.Bands));
        Assert.Equal(picture.Pixels, decoded.Pixels);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Grow_Margins_AreTransparentAroundThePicture(int bands)
    {
        var source = TestPictures.Varied(3, 2, bands);

        var canvas = Canvas.Grow(source, new Margins(1, 2, 3, 4));

        Assert.Equal((6, 9, 4), (canvas.Width, canvas.Height, canvas.Bands));
        Assert.Equal(Hole, canvas.At(0, 3));
        Assert.Equal(Hole, canvas.At(4, 3));
        Assert.Equal(Hole, canvas.At(1, 2));
        Assert.Equal(Hole, canvas.At(1, 5));
        var corner = source.At(2, 1);
        Assert.Equal(bands == 4 ? corner : [.. corner, 255], canvas.At(3, 4));
    }

    [Fact]
    public void Opening_Margins_AreTheHole()
    {
        var mask = Canvas.Opening(TestPictures.Plain(3, 2, 9, 9, 9, 0), new Margins(1, 2, 3, 4));

        Assert.Equal((6, 9), (mask.Width, mask.Height));
        Assert.Equal(6, Enumerable.Range(0, 54).Count(i => mask.At(i % 6, i / 6).SequenceEqual(Kept)));
        Assert.Equal(Kept, mask.At(1, 3));
        Assert.Equal(Kept, mask.At(3, 4));
        Assert.Equal(Hole, mask.At(0, 0));
    }

    [Theory]
    [InlineData(255, true)]
    [InlineData(128, true)]
    [InlineData(127, false)]
    [InlineData(0, false)]
    public void Holes_MaskWithoutAlpha_OpensWhereItIsWhite(byte grey, bool hole)
    {
        var mask = MaskPicture.Holes(TestPictures.Plain(2, 2, grey, grey, grey), 4, 4);

        Assert.Equal(hole ? Hole : Kept, mask.At(3, 3));
    }

    [Fact]
    public void Holes_MaskWithTransparency_OpensThereAndNotWhereItIsWhite()
    {
        var mask = new PixelBuffer(2, 1, 4, [255, 255, 255, 255, 255, 255, 255, 0]);

        var holes = MaskPicture.Holes(mask, 4, 2);

        Assert.Equal([Kept, Kept, Hole, Hole], Enumerable.Range(0, 4).Select(x => holes.At(x, 1)));
    }

    [Theory]
    [InlineData(255, 255)]
    [InlineData(127, 0)]
    public void White_MaskWithoutAlpha_IsWhiteWhereToPaint(byte grey, byte drawn)
    {
        var mask = MaskPicture.White(TestPictures.Plain(2, 2, grey, grey, grey), 4, 4);

        Assert.Equal([drawn, drawn, drawn], mask.At(3, 3));
    }

    [Fact]
    public void White_MaskWithTransparency_IsWhereItIsTransparent()
    {
        var mask = new PixelBuffer(2, 1, 4, [255, 255, 255, 255, 255, 255, 255, 0]);

        var white = MaskPicture.White(mask, 2, 1);

        Assert.Equal([0, 0, 0, 255, 255, 255], white.Pixels);
    }

    [Fact]
    public void Holes_OpaqueMaskWithAlpha_OpensWhereItIsWhite()
    {
        var mask = new PixelBuffer(2, 1, 4, [255, 255, 255, 255, 0, 0, 0, 255]);

        var holes = MaskPicture.Holes(mask, 2, 1);

        Assert.Equal([Hole, Kept], [holes.At(0, 0), holes.At(1, 0)]);
    }
}
