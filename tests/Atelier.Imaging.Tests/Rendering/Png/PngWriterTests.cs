using Atelier.Imaging.Rendering.Png;
using Atelier.Imaging.Tests.Provenance;
using Atelier.Imaging.Tests.Vips;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Tests.Rendering.Png;

[Collection(VipsRuns.Name)]
public sealed class PngWriterTests
{
    public PngWriterTests() => TestVips.Start();

    public static TheoryData<int, int, int> Sizes =>
        [
            .. from width in new[] { 1, 2, 9, 10, 11, 31, 32, 33, 97, 400 }
            from height in new[] { 1, 3, 150 }
            from bands in new[] { 3, 4 }
            select new TheoryDataRow<int, int, int>(width, height, bands),
            (20_000, 2, 3),
            (2, 20_000, 4),
        ];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Write_AnySize_IsReadBackToTheByte(int width, int height, int bands)
    {
        foreach (var pixels in new[] { TestPixels.Painted(width, height, bands), Noise(width, height, bands) })
        {
            var file = Write(pixels);

            Assert.Equal(pixels.Pixels, PngFile.Decode(file.Span).Pixels);
            Assert.Equal(pixels.Pixels, TestVips.Decode(file, "pngload_buffer").Pixels);
        }
    }

    [Fact]
    public void Write_PictureOfOneColour_IsTiny() =>
        Assert.InRange(Write(TestPixels.Plain(1000, 1000, 3, 200, 100)).Length, 100, 6000);

    [Fact]
    public void Write_Noise_IsHardlyLargerThanItsPixels() =>
        Assert.InRange(Write(Noise(500, 400, 3)).Length, 600_000, 601_500);

    [Fact]
    public void Write_PictureNotComputedYet_IsComputed()
    {
        using var picture = VipsPicture.FromPixels(TestPixels.Painted(80, 60, 3));
        using var part = picture.Crop(10, 20, 30, 40);

        var file = PngWriter.Write(part, default);

        Assert.Equal(part.ToPixels().Pixels, PngFile.Decode(file.Span).Pixels);
    }

    [Fact]
    public void Write_PaintedPicture_IsSmallerThanByLibvips()
    {
        using var picture = VipsPicture.FromPixels(TestPixels.Painted(1024, 768, 3));

        Assert.True(PngWriter.Write(picture, default).Length < picture.SavePng(6).Length);
    }

    private static ReadOnlyMemory<byte> Write(PixelBuffer pixels)
    {
        using var picture = VipsPicture.FromPixels(pixels);
        return PngWriter.Write(picture, "packet"u8.ToArray());
    }

    // Bytes without any order, but the same in each run.
    private static PixelBuffer Noise(int width, int height, int bands)
    {
        var state = 88172645463325252UL;
        var pixels = new byte[width * height * bands];
        for (var at = 0; at < pixels.Length; at++)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            pixels[at] = (byte)(state >> 32);
        }

        return new PixelBuffer(width, height, bands, pixels);
    }
}
