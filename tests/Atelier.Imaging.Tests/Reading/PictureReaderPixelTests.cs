using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Provenance;
using Atelier.Imaging.Tests.Vips;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Tests.Reading;

[Collection(VipsRuns.Name)]
public sealed class PictureReaderPixelTests
{
    private readonly PictureReader _sut = new(new PictureReaderOptions { Vips = TestVips.Options });
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task ReadAsync_Png_ReturnsTheSamePixels(int bands)
    {
        var pixels = TestPixels.Painted(61, 37, bands);

        SamePixels.Assert(pixels, await _sut.ReadAsync(MadePng.Write(pixels), _cancel));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task ReadAsync_LosslessWebp_ReturnsTheSamePixels(int bands)
    {
        var pixels = TestPixels.Painted(61, 37, bands);

        SamePixels.Assert(pixels, await _sut.ReadAsync(MadeWebp.WriteLossless(pixels), _cancel));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReadAsync_Jpeg_ReturnsNearlyTheSamePixels(bool progressive)
    {
        var pixels = TestPixels.Plain(40, 24, 200, 90, 30);

        var read = await _sut.ReadAsync(MadeJpeg.Write(pixels, progressive: progressive), _cancel);

        Assert.Equal((40, 24, 3), (read.Width, read.Height, read.Bands));
        Assert.InRange(read.MaxDifference(200, 90, 30), 0, 3);
    }

    [Fact]
    public async Task ReadAsync_InterlacedPng_ReturnsTheSamePixels()
    {
        var pixels = TestPixels.Painted(61, 37, 3);
        using var picture = VipsPicture.FromPixels(pixels);
        using var save = new VipsOperation("pngsave_buffer").Set("in", picture).Set("interlace", true);
        var file = save.Run().GetBytes("buffer");
        Assert.Equal(1, PngFile.Read(file)[0].Content[12]);

        SamePixels.Assert(pixels, await _sut.ReadAsync(file, _cancel));
    }

    [Fact]
    public async Task ReadAsync_GreyPng_BecomesRgb()
    {
        var file = MadePng.Write(
            2,
            2,
            8,
            MadePng.Grey,
            [
                [0, 77],
                [200, 255],
            ]
        );

        var read = await _sut.ReadAsync(file, _cancel);

        Assert.Equal([0, 0, 0, 77, 77, 77, 200, 200, 200, 255, 255, 255], read.Pixels);
    }

    [Fact]
    public async Task ReadAsync_OneBitPng_BecomesBlackAndWhite()
    {
        var file = MadePng.Write(
            3,
            1,
            1,
            MadePng.Grey,
            [
                [0b1010_0000],
            ]
        );

        var read = await _sut.ReadAsync(file, _cancel);

        Assert.Equal([255, 255, 255, 0, 0, 0, 255, 255, 255], read.Pixels);
    }

    [Fact]
    public async Task ReadAsync_GreyPngWithAlpha_BecomesRgba()
    {
        var file = MadePng.Write(
            2,
            1,
            8,
            MadePng.GreyAlpha,
            [
                [77, 0, 200, 128],
            ]
        );

        var read = await _sut.ReadAsync(file, _cancel);

        Assert.Equal([77, 77, 77, 0, 200, 200, 200, 128], read.Pixels);
    }

    [Fact]
    public async Task ReadAsync_DeepGreyPng_KeepsTheUpperBytes()
    {
        var file = MadePng.Write(
            2,
            1,
            16,
            MadePng.Grey,
            [
                [0x40, 0x40, 0xFF, 0xFF],
            ]
        );

        var read = await _sut.ReadAsync(file, _cancel);

        Assert.Equal([0x40, 0x40, 0x40, 0xFF, 0xFF, 0xFF], read.Pixels);
    }

    [Fact]
    public async Task ReadAsync_DeepPngWithAlpha_KeepsTheUpperBytesOfAll()
    {
        var file = MadePng.Write(
            1,
            1,
            16,
            MadePng.Rgba,
            [
                [0x10, 0x10, 0x80, 0x80, 0xF0, 0xF0, 0x7F, 0x7F],
            ]
        );

        var read = await _sut.ReadAsync(file, _cancel);

        Assert.Equal([0x10, 0x80, 0xF0, 0x7F], read.Pixels);
    }

    [Fact]
    public async Task ReadAsync_PalettePng_LooksItsColoursUp()
    {
        var palette = PngFile.Bytes("PLTE", [10, 20, 30, 200, 100, 50]);
        var file = MadePng.Write(
            2,
            1,
            8,
            MadePng.Palette,
            [
                [1, 0],
            ],
            palette
        );

        var read = await _sut.ReadAsync(file, _cancel);

        Assert.Equal([200, 100, 50, 10, 20, 30], read.Pixels);
    }

    [Fact]
    public async Task ReadAsync_PalettePngWithTransparency_HasAlpha()
    {
        var palette = PngFile.Bytes("PLTE", [10, 20, 30, 200, 100, 50]);
        var file = MadePng.Write(
            2,
            1,
            8,
            MadePng.Palette,
            [
                [1, 0],
            ],
            palette,
            PngFile.Bytes("tRNS", [0])
        );

        var read = await _sut.ReadAsync(file, _cancel);

        Assert.Equal([200, 100, 50, 255, 10, 20, 30, 0], read.Pixels);
    }

    [Fact]
    public async Task ReadAsync_GreyJpeg_BecomesRgb()
    {
        var read = await _sut.ReadAsync(MadeJpeg.Write(TestPixels.Plain(16, 16, 90, 90, 90), "b-w"), _cancel);

        Assert.Equal(3, read.Bands);
        Assert.InRange(read.MaxDifference(90, 90, 90), 0, 2);
    }

    [Fact]
    public async Task ReadAsync_CmykJpeg_BecomesRgb()
    {
        var inks = TestPixels.From(32, 16, 4, (x, _) => x < 16 ? [0, 0, 0, 0] : [0, 255, 255, 0]);

        var read = await _sut.ReadAsync(MadeJpeg.WriteCmyk(inks), _cancel);

        Assert.Equal((32, 16, 3), (read.Width, read.Height, read.Bands));
        Assert.All(read.At(4, 8), value => Assert.InRange(value, 240, 255));
        var red = read.At(28, 8);
        Assert.InRange(red[0], 180, 255);
        Assert.All(red[1..], value => Assert.InRange(value, 0, 80));
    }
}
