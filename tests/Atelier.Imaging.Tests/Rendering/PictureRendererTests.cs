using Atelier.Core.Images;
using Atelier.Imaging.Pipeline;
using Atelier.Imaging.Provenance;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Rendering;
using Atelier.Imaging.Tests.Provenance;
using Atelier.Imaging.Tests.Vips;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Tests.Rendering;

[Collection(VipsRuns.Name)]
public sealed partial class PictureRendererTests
{
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    public PictureRendererTests() => TestVips.Start();

    public static TheoryData<ImageFormat, FileFormat, int> Pairs =>
        [
            .. from stored in Enum.GetValues<ImageFormat>()
            from wanted in Enum.GetValues<FileFormat>()
            from bands in new[] { 3, 4 }
            select new TheoryDataRow<ImageFormat, FileFormat, int>(stored, wanted, bands),
        ];

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task RenderAsync_AnyFileToAnyFormat_ShowsTheSamePicture(
        ImageFormat stored,
        FileFormat wanted,
        int bands
    )
    {
        using var sut = CreateSut();
        Assert.SkipUnless(sut.Formats.Contains(wanted), "This libvips does not write it.");
        var pixels = TestPixels.From(320, 200, bands, (x, _) => Colour(x < 160, bands));

        var rendered = await sut.RenderAsync(
            await StoreAsync(stored, pixels),
            new RenderOrder { Width = 160, Format = wanted },
            _cancel
        );

        Assert.Equal((160, 100), (rendered.Width, rendered.Height));
        Assert.Equal($"image/{wanted}".ToLowerInvariant(), rendered.MediaType);
        if (wanted is FileFormat.Avif)
            return;
        var read = TestVips.Decode(rendered.Bytes, $"{wanted}load_buffer".ToLowerInvariant());
        Assert.Equal((160, 100), (read.Width, read.Height));
        AssertNear(Colour(true, read.Bands), read.At(10, 50));
        AssertNear(Colour(false, read.Bands), read.At(150, 50));
    }

    [Theory]
    [InlineData(FitMode.Contain, 100, 100, 100, 63)]
    [InlineData(FitMode.Cover, 100, 100, 100, 100)]
    [InlineData(FitMode.Pad, 100, 100, 100, 100)]
    [InlineData(FitMode.Contain, 4000, 4000, 320, 200)]
    [InlineData(FitMode.Cover, 4000, 4000, 200, 200)]
    [InlineData(FitMode.Pad, 4000, 4000, 320, 320)]
    [InlineData(FitMode.Cover, 16, 4000, 1, 200)]
    [InlineData(FitMode.Cover, 1, 1, 1, 1)]
    [InlineData(FitMode.Contain, 1, 4000, 1, 1)]
    public async Task RenderAsync_AnyWish_IsObeyedAsFarAsThePixelsReach(
        FitMode fit,
        int width,
        int height,
        int expectedWidth,
        int expectedHeight
    )
    {
        using var sut = CreateSut();

        foreach (var stored in Enum.GetValues<ImageFormat>())
        {
            var rendered = await sut.RenderAsync(
                await StoreAsync(stored, TestPixels.Painted(320, 200, 3)),
                new RenderOrder
                {
                    Width = width,
                    Height = height,
                    Fit = fit,
                    Format = FileFormat.Png,
                },
                _cancel
            );

            var read = PngFile.Decode(rendered.Bytes.Span);
            Assert.Equal((expectedWidth, expectedHeight), (rendered.Width, rendered.Height));
            Assert.Equal((expectedWidth, expectedHeight), (read.Width, read.Height));
        }
    }

    [Fact]
    public async Task RenderAsync_NoWishForSize_KeepsEveryPixel()
    {
        using var sut = CreateSut();
        var pixels = TestPixels.Painted(97, 61, 4);

        var rendered = await sut.RenderAsync(
            await StoreAsync(ImageFormat.Png, pixels),
            new RenderOrder { Format = FileFormat.Png },
            _cancel
        );

        Assert.Equal(pixels.Pixels, PngFile.Decode(rendered.Bytes.Span).Pixels);
    }

    [Fact]
    public async Task RenderAsync_Pad_FillsWithTheColourOfEachEdge()
    {
        using var sut = CreateSut();
        var pixels = TestPixels.From(100, 50, 3, (_, y) => y < 25 ? [200, 40, 60] : [30, 60, 180]);

        var rendered = await sut.RenderAsync(
            await StoreAsync(ImageFormat.Png, pixels),
            new RenderOrder
            {
                Width = 100,
                Height = 100,
                Fit = FitMode.Pad,
                Format = FileFormat.Png,
            },
            _cancel
        );

        var read = PngFile.Decode(rendered.Bytes.Span);
        Assert.Equal([200, 40, 60], read.At(3, 0));
        Assert.Equal([200, 40, 60], read.At(99, 24));
        Assert.Equal([30, 60, 180], read.At(0, 75));
        Assert.Equal([30, 60, 180], read.At(50, 99));
    }

    [Fact]
    public async Task RenderAsync_Cover_KeepsWhatTheEyeSeeksFirst()
    {
        using var sut = CreateSut();
        // A red ball far from the middle of a grey wall.
        var pixels = TestPixels.From(
            600,
            200,
            3,
            (x, y) => (x - 520) * (x - 520) + (y - 100) * (y - 100) < 2500 ? [230, 30, 30] : [120, 120, 120]
        );

        var rendered = await sut.RenderAsync(
            await StoreAsync(ImageFormat.Png, pixels),
            new RenderOrder
            {
                Width = 200,
                Height = 200,
                Fit = FitMode.Cover,
                Format = FileFormat.Png,
            },
            _cancel
        );

        var read = PngFile.Decode(rendered.Bytes.Span);
        Assert.Contains(Enumerable.Range(0, 200), x => read.At(x, 100)[0] > 200);
    }

    [Theory]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.Webp)]
    public async Task RenderAsync_StoredPacket_GoesOnWithoutThePrompt(ImageFormat stored)
    {
        using var sut = CreateSut();
        var file = await StoreAsync(stored, TestPixels.Painted(64, 48, 3));
        var withoutPrompt = XmpPacket.Write(Record with { Prompt = null });

        var png = await sut.RenderAsync(file, new RenderOrder { Format = FileFormat.Png }, _cancel);
        var jpeg = await sut.RenderAsync(file, new RenderOrder { Format = FileFormat.Jpeg }, _cancel);
        var webp = await sut.RenderAsync(file, new RenderOrder { Format = FileFormat.Webp }, _cancel);

        Assert.Equal(withoutPrompt, PngFile.Xmp(PngFile.Read(png.Bytes.Span)));
        Assert.Equal(withoutPrompt, JpegFile.Xmp(JpegFile.Read(jpeg.Bytes.Span)));
        Assert.Equal(withoutPrompt, WebpFile.Xmp(WebpFile.Read(webp.Bytes.Span), 64, 48, alpha: false));
        if (!sut.Formats.Contains(FileFormat.Avif))
            return;
        var avif = await sut.RenderAsync(file, new RenderOrder { Format = FileFormat.Avif }, _cancel);
        Assert.True(avif.Bytes.Span.IndexOf(withoutPrompt) > 0);
    }

    [Fact]
    public async Task RenderAsync_FileWithoutPacket_GetsNone()
    {
        using var sut = CreateSut();
        using var pixels = VipsPicture.FromPixels(TestPixels.Painted(64, 48, 3));

        var rendered = await sut.RenderAsync(pixels.SavePng(4), new RenderOrder { Format = FileFormat.Webp }, _cancel);

        Assert.Equal(["VP8X", "VP8 "], WebpFile.Read(rendered.Bytes.Span).Select(chunk => chunk.Name));
    }

    [Fact]
    public async Task RenderAsync_LowerQuality_IsSmallerInEveryLossyFormat()
    {
        using var sut = CreateSut();
        var file = await StoreAsync(ImageFormat.Png, TestPixels.Painted(300, 200, 3));

        foreach (var format in sut.Formats.Except([FileFormat.Png]))
        {
            var sizes = new List<int>();
            foreach (var quality in new[] { 80, 60, 40 })
                sizes.Add(
                    (await sut.RenderAsync(file, new RenderOrder { Format = format, Quality = quality }, _cancel))
                        .Bytes
                        .Length
                );
            Assert.True(sizes[0] > sizes[1] && sizes[1] > sizes[2], $"{format}: {string.Join(", ", sizes)}");
        }
    }

    [Theory]
    [InlineData(FitMode.Cover, 60, 300, true)]
    [InlineData(FitMode.Contain, 60, 300, false)]
    [InlineData(FitMode.Pad, 60, 300, false)]
    public async Task RenderAsync_CropOfAMarkedFile_IsMarkedAgain(FitMode fit, int width, int height, bool again)
    {
        using var sut = CreateSut();
        var file = await StoreAsync(ImageFormat.Png, TestPixels.Plain(600, 600, 90, 120, 150));
        var order = new RenderOrder
        {
            Width = width,
            Height = height,
            Fit = fit,
            Format = FileFormat.Png,
        };

        var plain = await sut.RenderAsync(file, order, _cancel);
        var marked = await sut.RenderAsync(file, order with { Watermark = "Made with CodeLeonardo" }, _cancel);

        Assert.Equal(0, PngFile.Decode(plain.Bytes.Span).MaxDifference(90, 120, 150));
        Assert.Equal(again, PngFile.Decode(marked.Bytes.Span).MaxDifference(90, 120, 150) > 40);
    }

    [Fact]
    public async Task RenderAsync_PixelsBreakOff_SaysSoAndFreesAll()
    {
        using var sut = CreateSut();
        // A JPEG's end mark is no news to anybody, so only its decoder can tell.
        var whole = await StoreAsync(ImageFormat.Jpeg, TestPixels.Painted(300, 200, 3));
        var file = whole[..(whole.Length / 2)];
        var objects = TestVips.LiveObjects();

        foreach (var format in sut.Formats)
        {
            var failure = await Assert.ThrowsAsync<UnreadablePictureException>(() =>
                sut.RenderAsync(file, new RenderOrder { Format = format }, _cancel)
            );
            Assert.Equal(UnreadablePictureReason.Damaged, failure.Reason);
        }

        Assert.Equal(objects, TestVips.LiveObjects());
    }

    private static ProvenanceRecord Record =>
        new()
        {
            SourceType = DigitalSourceType.TrainedAlgorithmicMedia,
            CreatedAt = new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero),
            Prompt = "a <quiet> harbour & more",
        };

    private static PictureRenderer CreateSut() => new(new PictureRendererOptions { Vips = TestVips.Options });

    private static byte[] Colour(bool left, int bands) =>
        [.. left ? (byte[])[200, 40, 60] : [30, 60, 180], .. bands == 4 ? (byte[])[255] : []];

    private static void AssertNear(byte[] expected, byte[] actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - 8, pair.First + 8));

    private static async Task<ReadOnlyMemory<byte>> StoreAsync(ImageFormat format, PixelBuffer pixels)
    {
        using var finisher = new PictureFinisher(new PictureFinisherOptions { Vips = TestVips.Options });
        var finished = await finisher.FinishAsync(
            pixels,
            new FinishOrder(format, Record),
            TestContext.Current.CancellationToken
        );
        return finished.Renditions[0].Bytes;
    }
}
