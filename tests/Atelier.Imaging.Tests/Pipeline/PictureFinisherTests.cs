using Atelier.Core.Images;
using Atelier.Imaging.Pipeline;
using Atelier.Imaging.Provenance;
using Atelier.Imaging.Tests.Provenance;
using Atelier.Imaging.Tests.Vips;

namespace Atelier.Imaging.Tests.Pipeline;

[Collection(VipsRuns.Name)]
public sealed class PictureFinisherTests
{
    private const string Prompt = "a quiet harbour at dawn";

    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    public static TheoryData<int, int, int, ImageFormat> Orders =>
        [
            .. from size in new[] { (1, 1), (17, 9), (1024, 768) }
            from bands in new[] { 3, 4 }
            from format in Enum.GetValues<ImageFormat>()
            select new TheoryDataRow<int, int, int, ImageFormat>(size.Item1, size.Item2, bands, format),
            // Large pictures take a second each, so not every pairing.
            (3840, 2160, 4, ImageFormat.Png),
            (3840, 2160, 4, ImageFormat.Jpeg),
            (3840, 2160, 3, ImageFormat.Webp),
        ];

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task FinishAsync_AnySize_MakesEveryFileInItsSize(int width, int height, int bands, ImageFormat format)
    {
        using var sut = CreateSut();

        var finished = await sut.FinishAsync(TestPixels.Painted(width, height, bands), Order(format), _cancel);

        Assert.Equal((width, height), (finished.Width, finished.Height));
        Assert.Equal(Enum.GetValues<Rendition>(), finished.Renditions.Select(file => file.Rendition));
        foreach (var file in finished.Renditions)
        {
            var expected = ExpectedSize(file.Rendition, width, height);
            var decoded = Decode(file);
            Assert.Equal(expected, (file.Width, file.Height));
            Assert.Equal(expected, (decoded.Width, decoded.Height));
            Assert.Equal(file.MediaType == "image/jpeg" ? 3 : bands, decoded.Bands);
        }
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task FinishAsync_AnyFile_SaysThatAMachineMadeIt(int width, int height, int bands, ImageFormat format)
    {
        using var sut = CreateSut();

        var finished = await sut.FinishAsync(TestPixels.Painted(width, height, bands), Order(format), _cancel);

        foreach (var file in finished.Renditions)
        {
            var read = new XmpReader(Packet(file, bands == 4));
            Assert.Equal(
                "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia",
                read.SourceType
            );
            Assert.Equal("Atelier", read.CreatorTool);
            Assert.Equal("Model X", read.AiSystem);
            Assert.Equal("2026-11-20T10:00:00Z", read.CreateDate);
            Assert.Equal(file.Rendition is Rendition.Original or Rendition.Optimized ? Prompt : null, read.Prompt);
        }
    }

    [Theory]
    [InlineData(ImageFormat.Png, "original.png", "image/png")]
    [InlineData(ImageFormat.Jpeg, "original.jpg", "image/jpeg")]
    [InlineData(ImageFormat.Webp, "original.webp", "image/webp")]
    public async Task FinishAsync_Format_NamesTheFiles(ImageFormat format, string original, string mediaType)
    {
        using var sut = CreateSut();

        var finished = await sut.FinishAsync(TestPixels.Painted(30, 20, 3), Order(format), _cancel);

        Assert.Equal(
            [original, "optimized.webp", "thumb-128.webp", "thumb-256.webp", "thumb-512.webp", "placeholder.webp"],
            finished.Renditions.Select(file => file.FileName)
        );
        Assert.Equal(
            [mediaType, .. Enumerable.Repeat("image/webp", 5)],
            finished.Renditions.Select(file => file.MediaType)
        );
    }

    [Theory]
    [InlineData(1, 1, 3)]
    [InlineData(17, 9, 4)]
    [InlineData(1024, 768, 3)]
    [InlineData(1024, 768, 4)]
    public async Task FinishAsync_Png_HoldsExactlyThePixels(int width, int height, int bands)
    {
        using var sut = CreateSut();
        var pixels = TestPixels.Painted(width, height, bands);

        var finished = await sut.FinishAsync(pixels, Order(ImageFormat.Png), _cancel);

        var file = finished.Renditions[0].Bytes;
        Assert.Equal(pixels.Pixels, PngFile.Decode(file.Span).Pixels);
        Assert.Equal(pixels.Pixels, TestVips.Decode(file, "pngload_buffer").Pixels);
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.Webp)]
    public async Task FinishAsync_TwoColours_StayInPlaceInEveryFile(ImageFormat format)
    {
        using var sut = CreateSut();
        var pixels = TestPixels.From(1200, 800, 3, (x, y) => y < 400 ? [200, 40, 60] : [30, 60, 180]);

        var finished = await sut.FinishAsync(pixels, Order(format), _cancel);

        foreach (var file in finished.Renditions)
        {
            var decoded = Decode(file);
            AssertNear([200, 40, 60], decoded.At(decoded.Width / 2, 0));
            AssertNear([30, 60, 180], decoded.At(decoded.Width / 2, decoded.Height - 1));
        }
    }

    [Fact]
    public async Task FinishAsync_JpegOfTransparentPixels_ShowsWhite()
    {
        using var sut = CreateSut();

        var finished = await sut.FinishAsync(TestPixels.Plain(32, 32, 0, 0, 0, 0), Order(ImageFormat.Jpeg), _cancel);

        Assert.InRange(Decode(finished.Renditions[0]).MaxDifference(255, 255, 255), 0, 1);
    }

    [Fact]
    public async Task FinishAsync_Placeholder_IsSmallAndWithoutPrompt()
    {
        using var sut = CreateSut();

        var finished = await sut.FinishAsync(TestPixels.Painted(3840, 2160, 3), Order(ImageFormat.Png), _cancel);

        Assert.InRange(finished.Renditions[^1].Bytes.Length, 100, 1500);
    }

    [Fact]
    public async Task FinishAsync_Webp_EncodesAllPixelsOnce()
    {
        using var sut = CreateSut();

        var finished = await sut.FinishAsync(TestPixels.Painted(300, 200, 3), Order(ImageFormat.Webp), _cancel);

        var (original, optimized) = (finished.Renditions[0], finished.Renditions[1]);
        Assert.Equal(("original.webp", "optimized.webp"), (original.FileName, optimized.FileName));
        Assert.True(original.Bytes.Equals(optimized.Bytes), "Both must share one array.");
    }

    private static PictureFinisher CreateSut() => new(new PictureFinisherOptions { Vips = TestVips.Options });

    private static FinishOrder Order(ImageFormat format) =>
        new(
            format,
            new ProvenanceRecord
            {
                SourceType = DigitalSourceType.CompositeWithTrainedAlgorithmicMedia,
                AiSystem = "Model X",
                CreatedAt = new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero),
                Prompt = Prompt,
            }
        );

    private static (int Width, int Height) ExpectedSize(Rendition rendition, int width, int height) =>
        (width, rendition) switch
        {
            (_, Rendition.Original or Rendition.Optimized) => (width, height),
            (1024, Rendition.Thumb512) => (512, 384),
            (1024, Rendition.Thumb256) => (256, 192),
            (1024, Rendition.Thumb128) => (128, 96),
            (1024, Rendition.Placeholder) => (20, 15),
            (3840, Rendition.Thumb512) => (512, 288),
            (3840, Rendition.Thumb256) => (256, 144),
            (3840, Rendition.Thumb128) => (128, 72),
            (3840, Rendition.Placeholder) => (20, 11),
            _ => (width, height),
        };

    private static PixelBuffer Decode(FinishedRendition file) =>
        TestVips.Decode(file.Bytes, file.MediaType["image/".Length..] + "load_buffer");

    private static byte[] Packet(FinishedRendition file, bool alpha) =>
        file.MediaType switch
        {
            "image/png" => PngFile.Xmp(PngFile.Read(file.Bytes.Span)),
            "image/jpeg" => JpegFile.Xmp(JpegFile.Read(file.Bytes.Span)),
            _ => WebpFile.Xmp(WebpFile.Read(file.Bytes.Span), file.Width, file.Height, alpha),
        };

    private static void AssertNear(byte[] expected, byte[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - 6, pair.First + 6));
    }
}
