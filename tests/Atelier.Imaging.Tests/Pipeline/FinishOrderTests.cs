using Atelier.Core.Catalogue;
using Atelier.Core.Images;
using Atelier.Imaging.Pipeline;
using Atelier.Imaging.Provenance;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Provenance;
using Atelier.Imaging.Tests.Reading;
using Atelier.Imaging.Tests.Vips;
using Atelier.Imaging.Watermarking;

namespace Atelier.Imaging.Tests.Pipeline;

/// <summary>Files from outside, sizes, marks: what an order may add to mere pixels.</summary>
[Collection(VipsRuns.Name)]
public sealed class FinishOrderTests
{
    private const string Mark = "Made with CodeLeonardo";

    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    public FinishOrderTests() => TestVips.Start();

    [Theory]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.Webp)]
    public async Task FinishAsync_File_GivesTheSameAsItsPixels(ImageFormat format)
    {
        using var sut = CreateSut();
        var file = TalkativeFile.Write(format, TestPixels.Painted(200, 150, 3));
        var pixels = await new PictureReader(new PictureReaderOptions { Vips = TestVips.Options }).ReadAsync(
            file,
            _cancel
        );

        var fromFile = await sut.FinishAsync(file, Order(ImageFormat.Png), _cancel);
        var fromPixels = await sut.FinishAsync(pixels, Order(ImageFormat.Png), _cancel);

        Assert.Equal(
            fromPixels.Renditions.Select(rendition => Convert.ToHexString(rendition.Bytes.Span)),
            fromFile.Renditions.Select(rendition => Convert.ToHexString(rendition.Bytes.Span))
        );
        Assert.Equal(fromPixels.ThumbHash, fromFile.ThumbHash);
    }

    [Fact]
    public async Task FinishAsync_FileOnItsSide_StandsUpright()
    {
        using var sut = CreateSut();
        var lying = TestPixels.From(120, 80, 3, (x, _) => x < 60 ? [200, 40, 60] : [30, 60, 180]);

        var finished = await sut.FinishAsync(
            MadeJpeg.WithOrientation(MadeJpeg.Write(lying), 6),
            Order(ImageFormat.Png),
            _cancel
        );

        var upright = PngFile.Decode(finished.Renditions[0].Bytes.Span);
        Assert.Equal((80, 120), (upright.Width, upright.Height));
        Assert.InRange(upright.At(40, 5)[0], 190, 210);
    }

    [Fact]
    public async Task FinishAsync_NoPicture_IsRefusedBeforeAnyStep()
    {
        using var sut = new PictureFinisher(
            new PictureFinisherOptions { Vips = TestVips.Options },
            _ => Assert.Fail("No step may run.")
        );

        var failure = await Assert.ThrowsAsync<UnreadablePictureException>(() =>
            sut.FinishAsync("<svg/>"u8.ToArray(), Order(ImageFormat.Png), _cancel)
        );
        Assert.Equal(UnreadablePictureReason.UnsupportedFormat, failure.Reason);
        await Assert.ThrowsAsync<UnreadablePictureException>(() =>
            sut.FinishAsync(MadeWebp.WriteAnimation(TestPixels.Painted(8, 8, 3), 2), Order(ImageFormat.Png), _cancel)
        );
    }

    [Theory]
    [InlineData(FitMode.Cover, 300, 300, 300, 300)]
    [InlineData(FitMode.Pad, 300, 300, 300, 300)]
    [InlineData(FitMode.Contain, 300, 300, 300, 225)]
    [InlineData(FitMode.Cover, 896, 504, 896, 504)]
    [InlineData(FitMode.Pad, 504, 896, 504, 896)]
    [InlineData(FitMode.Cover, 200, 150, 200, 150)]
    [InlineData(FitMode.Cover, 1, 500, 1, 500)]
    public async Task FinishAsync_Size_IsExact(
        FitMode fit,
        int width,
        int height,
        int expectedWidth,
        int expectedHeight
    )
    {
        using var sut = CreateSut();
        var order = Order(ImageFormat.Png) with { Size = new PixelSize(width, height), Fit = fit };

        foreach (var bands in new[] { 3, 4 })
        {
            var finished = await sut.FinishAsync(TestPixels.Painted(200, 150, bands), order, _cancel);

            var read = PngFile.Decode(finished.Renditions[0].Bytes.Span);
            Assert.Equal((expectedWidth, expectedHeight), (finished.Width, finished.Height));
            Assert.Equal((expectedWidth, expectedHeight, bands), (read.Width, read.Height, read.Bands));
        }
    }

    [Fact]
    public async Task FinishAsync_LineOfPixelsToCover_StaysSmallInMemory()
    {
        using var sut = CreateSut();
        var order = Order(ImageFormat.Png) with { Size = new PixelSize(3840, 2160) };

        var finished = await sut.FinishAsync(TestPixels.Painted(1, 16383, 3), order, _cancel);

        Assert.Equal((3840, 2160), (finished.Width, finished.Height));
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(10, 16384)]
    public async Task FinishAsync_SizeOutOfRange_IsRefused(int width, int height)
    {
        using var sut = CreateSut();
        var order = Order(ImageFormat.Png) with { Size = new PixelSize(width, height) };

        await Assert.ThrowsAsync<ArgumentException>(() => sut.FinishAsync(TestPixels.Painted(8, 8, 3), order, _cancel));
    }

    [Theory]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.Webp)]
    public async Task FinishAsync_Watermark_IsOnEveryFileButTheCleanOne(ImageFormat format)
    {
        using var sut = CreateSut();
        var pixels = TestPixels.Plain(640, 480, 90, 120, 150);

        var finished = await sut.FinishAsync(pixels, Order(format) with { Watermark = Mark }, _cancel);

        foreach (var file in finished.Renditions)
            Assert.True(DifferenceInTheCorner(file) > 25, $"{file.FileName} is clean");
        var clean = finished.Clean!;
        Assert.Equal(
            ("clean.png", "image/png", 640, 480),
            (clean.FileName, clean.MediaType, clean.Width, clean.Height)
        );
        Assert.Equal(pixels.Pixels, PngFile.Decode(clean.Bytes.Span).Pixels);
        Assert.NotEqual(finished.ThumbHash, (await sut.FinishAsync(pixels, Order(format), _cancel)).ThumbHash);
    }

    [Theory]
    [InlineData(300, 200, 300, 600)]
    [InlineData(200, 300, 900, 300)]
    public async Task FinishAsync_PaddedAndMarked_HasItsMarkInsideThePicture(int from, int high, int width, int height)
    {
        using var sut = CreateSut();
        var order = Order(ImageFormat.Png) with { Size = new(width, height), Fit = FitMode.Pad, Watermark = Mark };

        var finished = await sut.FinishAsync(TestPixels.Plain(from, high, 90, 120, 150), order, _cancel);

        // Whoever cuts the bars off must not cut the mark off with them.
        var (left, top) = ((width - from) / 2, (height - high) / 2);
        foreach (var file in finished.Renditions)
        {
            var read = TestVips.Decode(file.Bytes, file.MediaType["image/".Length..] + "load_buffer");
            var (most, outside) = (0, 0);
            for (var y = 0; y < read.Height; y++)
            for (var x = 0; x < read.Width; x++)
            {
                var (column, row) = (x * width / read.Width, y * height / read.Height);
                var inside = column >= left && column < left + from && row >= top && row < top + high;
                var difference = Math.Abs(read.At(x, y)[1] - 120);
                (most, outside) = inside
                    ? (Math.Max(most, difference), outside)
                    : (most, Math.Max(outside, difference));
            }

            Assert.True(most > 25, $"{file.FileName} is clean where the picture is");
            if (file.Rendition is Rendition.Original)
                Assert.Equal(0, outside);
        }
    }

    [Fact]
    public async Task FinishAsync_Marked_SmallerFilesDoNotShowWhatTheMarkCovers()
    {
        using var sut = CreateSut();
        var order = Order(ImageFormat.Png) with { Watermark = Mark };

        var one = await sut.FinishAsync(Chequered(0), order, _cancel);
        var other = await sut.FinishAsync(Chequered(1), order, _cancel);

        // They differ below the mark of the original only, as black and white do; little of that may be told.
        foreach (var (file, twin) in one.Renditions.Zip(other.Renditions).Skip(2))
        {
            var (read, its) = (
                TestVips.Decode(file.Bytes, "webpload_buffer"),
                TestVips.Decode(twin.Bytes, "webpload_buffer")
            );
            Assert.InRange(read.Pixels.Zip(its.Pixels, (a, b) => Math.Abs(a - b)).Max(), 0, 60);
        }

        Assert.NotEqual(one.Clean!.Bytes.ToArray(), other.Clean!.Bytes.ToArray());

        static PixelBuffer Chequered(int phase) =>
            TestPixels.From(
                1024,
                768,
                3,
                (x, y) =>
                    x < 824 || y < 728 ? [120, 120, 120]
                    : ((x / 8) + (y / 8) + phase) % 2 == 0 ? [0, 0, 0]
                    : [255, 255, 255]
            );
    }

    [Fact]
    public async Task FinishAsync_NoWatermark_KeepsNoCleanFile()
    {
        using var sut = CreateSut();

        var finished = await sut.FinishAsync(TestPixels.Painted(64, 48, 3), Order(ImageFormat.Png), _cancel);

        Assert.Null(finished.Clean);
        Assert.InRange(finished.ThumbHash.Length, 15, 30);
    }

    [Fact]
    public async Task FinishAsync_WatermarkWithoutFont_GivesNoFiles()
    {
        var folder = Directory.CreateTempSubdirectory("atelier-nofont");
        var vips = TestVips.Options;
        vips.NativesFolder = folder.FullName;
        using var sut = new PictureFinisher(new PictureFinisherOptions { Vips = vips });

        await Assert.ThrowsAsync<WatermarkException>(() =>
            sut.FinishAsync(TestPixels.Painted(64, 48, 3), Order(ImageFormat.Png) with { Watermark = Mark }, _cancel)
        );
        Assert.False(sut.CanMark(Mark));
        folder.Delete();
    }

    private static int DifferenceInTheCorner(FinishedRendition file)
    {
        var read = TestVips.Decode(file.Bytes, file.MediaType["image/".Length..] + "load_buffer");
        var most = 0;
        for (var y = read.Height * 2 / 3; y < read.Height; y++)
        for (var x = read.Width * 2 / 3; x < read.Width; x++)
            most = Math.Max(most, Math.Abs(read.At(x, y)[1] - 120));
        return most;
    }

    private static PictureFinisher CreateSut() => new(new PictureFinisherOptions { Vips = TestVips.Options });

    private static FinishOrder Order(ImageFormat format) =>
        new(
            format,
            new ProvenanceRecord
            {
                SourceType = DigitalSourceType.TrainedAlgorithmicMedia,
                CreatedAt = new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero),
            }
        );
}
