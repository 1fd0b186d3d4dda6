using Atelier.Core.Images;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Vips;

namespace Atelier.Imaging.Tests.Reading;

[Collection(VipsRuns.Name)]
public sealed class PictureReaderHeaderTests
{
    private static readonly PixelBuffer Small = TestPixels.Painted(64, 48, 3);

    private readonly PictureReader _sut = new(new PictureReaderOptions { Vips = TestVips.Options });

    [Fact]
    public void ReadHeader_EachFormat_IsToldByTheBytes()
    {
        Assert.Equal(new PictureHeader(ImageFormat.Png, 64, 48, 1), _sut.ReadHeader(MadePng.Write(Small)));
        Assert.Equal(new PictureHeader(ImageFormat.Jpeg, 64, 48, 1), _sut.ReadHeader(MadeJpeg.Write(Small)));
        Assert.Equal(new PictureHeader(ImageFormat.Webp, 64, 48, 1), _sut.ReadHeader(MadeWebp.WriteLossless(Small)));
    }

    [Fact]
    public void ReadHeader_LyingOnItsSide_HasTheSidesAPersonSees()
    {
        var header = _sut.ReadHeader(MadeJpeg.WithOrientation(MadeJpeg.Write(Small), 6));

        Assert.Equal((48, 64), (header.Width, header.Height));
    }

    [Fact]
    public void ReadHeader_Animations_TellTheirFrames()
    {
        Assert.Equal(3, _sut.ReadHeader(MadeWebp.WriteAnimation(Small, frames: 3)).Pages);
        Assert.Equal(5, _sut.ReadHeader(MadePng.Write(Small, MadePng.Frames(5))).Pages);
    }

    [Fact]
    public void ReadHeader_PixelsMissing_DoesNotLookForThem()
    {
        var file = MadePng.Write(
            640,
            480,
            8,
            MadePng.Rgb,
            [
                [1, 2, 3],
            ]
        );

        Assert.Equal(640 * 480, _sut.ReadHeader(file).PixelCount);
    }

    [Fact]
    public void ReadHeader_TooLarge_IsRefused()
    {
        var file = MadePng.Write(
            30_000,
            30_000,
            8,
            MadePng.Rgb,
            [
                [1, 2, 3],
            ]
        );

        var failure = Assert.Throws<UnreadablePictureException>(() => _sut.ReadHeader(file));

        Assert.Equal(UnreadablePictureReason.TooLarge, failure.Reason);
    }
}
