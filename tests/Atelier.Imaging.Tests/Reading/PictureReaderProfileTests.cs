using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Vips;

namespace Atelier.Imaging.Tests.Reading;

[Collection(VipsRuns.Name)]
public sealed class PictureReaderProfileTests
{
    private readonly PictureReader _sut = new(new PictureReaderOptions { Vips = TestVips.Options });
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadAsync_PngWithProfile_IsConvertedToSrgb()
    {
        var pixels = TestPixels.Plain(4, 4, 55, 128, 10, 99);

        var read = await _sut.ReadAsync(MadePng.Write(pixels, MadePng.Profile(MadeProfile.LinearRgb())), _cancel);

        var (red, green, blue) = (Light(55), Light(128), Light(10));
        Assert.InRange(read.MaxDifference(red, green, blue, 99), 0, 2);
        Assert.InRange(red, 125, 130);
    }

    [Fact]
    public async Task ReadAsync_DeepPngWithProfile_IsConvertedWithItsAlpha()
    {
        byte[] pixel = [55, 55, 128, 128, 10, 10, 99, 99];
        var file = MadePng.Write(1, 1, 16, MadePng.Rgba, [pixel], MadePng.Profile(MadeProfile.LinearRgb()));

        var read = await _sut.ReadAsync(file, _cancel);

        Assert.InRange(read.MaxDifference(Light(55), Light(128), Light(10), 99), 0, 2);
    }

    [Fact]
    public async Task ReadAsync_JpegWithProfile_IsConvertedToSrgb()
    {
        var file = MadeJpeg.Write(TestPixels.Plain(16, 16, 55, 55, 55));

        var read = await _sut.ReadAsync(MadeJpeg.WithProfile(file, MadeProfile.LinearRgb()), _cancel);

        Assert.InRange(read.MaxDifference(Light(55), Light(55), Light(55)), 0, 4);
    }

    [Theory]
    [InlineData("rubbish")]
    [InlineData("cut")]
    [InlineData("cmyk")]
    [InlineData("no tags")]
    [InlineData("false tags")]
    public async Task ReadAsync_BrokenProfile_IsIgnored(string kind)
    {
        var profile = MadeProfile.Broken(kind);
        var file = MadeJpeg.WithProfile(MadeJpeg.Write(TestPixels.Plain(16, 16, 55, 140, 220)), profile);

        var read = await _sut.ReadAsync(file, _cancel);

        Assert.InRange(read.MaxDifference(55, 140, 220), 0, 3);
    }

    private static byte Light(byte value) => MadeProfile.Encoded(value / 255.0);
}
