using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Provenance;
using Atelier.Imaging.Tests.Vips;

namespace Atelier.Imaging.Tests.Reading;

[Collection(VipsRuns.Name)]
public sealed class PictureEncoderTests
{
    public PictureEncoderTests() => TestVips.Start();

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Png_AnyPixels_AreAllThereAndNothingElse(int bands)
    {
        var pixels = TestPixels.Painted(61, 37, bands);

        var file = PictureEncoder.Png(pixels);

        Assert.Equal(pixels.Pixels, PngFile.Decode(file).Pixels);
        // libvips always says how dense the pixels are.
        var names = PngFile.Read(file).Select(chunk => chunk.Name).Distinct();
        Assert.Equal(["IHDR", "pHYs", "IDAT", "IEND"], names);
    }
}
