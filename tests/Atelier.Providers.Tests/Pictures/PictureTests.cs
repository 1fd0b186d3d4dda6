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
}
