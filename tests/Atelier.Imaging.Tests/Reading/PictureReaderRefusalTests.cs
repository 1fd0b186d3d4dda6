using System.Text;
using Atelier.Core.Images;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Vips;

namespace Atelier.Imaging.Tests.Reading;

[Collection(VipsRuns.Name)]
public sealed class PictureReaderRefusalTests
{
    private static readonly PixelBuffer Small = TestPixels.Painted(64, 48, 3);

    private readonly PictureReader _sut = CreateSut(new PictureReaderOptions());
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", UnreadablePictureReason.NotAPicture)]
    [InlineData("<!DOCTYPE html><html><body>Bad Gateway</body></html>", UnreadablePictureReason.NotAPicture)]
    [InlineData("{\"error\":\"quota\"}", UnreadablePictureReason.NotAPicture)]
    [InlineData("RIFF\u0004\0\0\0WAVE", UnreadablePictureReason.NotAPicture)]
    [InlineData("RIFF", UnreadablePictureReason.NotAPicture)]
    [InlineData("GIF89a\u0001\0\u0001\0\0\0\0", UnreadablePictureReason.UnsupportedFormat)]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", UnreadablePictureReason.UnsupportedFormat)]
    [InlineData("<?xml version=\"1.0\"?><svg/>", UnreadablePictureReason.UnsupportedFormat)]
    [InlineData("\0\0\0\u001cftypavif", UnreadablePictureReason.UnsupportedFormat)]
    [InlineData("II*\0\u0008\0\0\0", UnreadablePictureReason.UnsupportedFormat)]
    [InlineData("RIFF\u0004\0\0\0WEBP", UnreadablePictureReason.Damaged)]
    public async Task ReadAsync_OtherBytes_AreRefused(string bytes, UnreadablePictureReason reason) =>
        await AssertRefused(Encoding.ASCII.GetBytes(bytes), reason);

    [Theory]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.Webp)]
    public async Task ReadAsync_CutAnywhere_IsDamaged(ImageFormat format)
    {
        var file = Write(format);

        // JPEG and PNG may lose their end mark: what is needed for the pixels is there.
        foreach (var share in (double[])[0.02, 0.2, 0.5, 0.9])
            await AssertRefused(file[..Math.Max(12, (int)(file.Length * share))], UnreadablePictureReason.Damaged);
    }

    [Theory]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.Webp)]
    public async Task ReadAsync_MagicBytesAlone_AreDamaged(ImageFormat format)
    {
        var rubbish = Enumerable.Repeat((byte)0x5A, 500);

        await AssertRefused([.. Write(format)[..12], .. rubbish], UnreadablePictureReason.Damaged);
    }

    // A decoder asked for these pixels would find none and call the file damaged: the reason proves that none was.
    [Theory]
    [InlineData(30_000, 30_000)]
    [InlineData(16_384, 1)]
    [InlineData(1, 16_384)]
    [InlineData(8_000, 8_000)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public async Task ReadAsync_HugePng_IsRefusedByItsHeader(int width, int height) =>
        await AssertRefused(
            MadePng.Write(
                width,
                height,
                8,
                MadePng.Rgb,
                [
                    [1, 2, 3],
                ]
            ),
            UnreadablePictureReason.TooLarge
        );

    [Theory]
    [InlineData(65_500, 65_500)]
    [InlineData(16_383, 16_383)]
    public async Task ReadAsync_HugeJpeg_IsRefusedByItsHeader(int width, int height) =>
        await AssertRefused(
            MadeJpeg.WithSides(Write(ImageFormat.Jpeg), width, height),
            UnreadablePictureReason.TooLarge
        );

    [Fact]
    public async Task ReadAsync_HugeWebp_IsRefusedByItsHeader() =>
        await AssertRefused(
            MadeWebp.WriteAnimation(TestPixels.Plain(16_383, 3_100, 9, 9, 9), frames: 1),
            UnreadablePictureReason.TooLarge
        );

    [Fact]
    public async Task ReadAsync_ExactlyTheLimits_IsRead()
    {
        var sut = CreateSut(new PictureReaderOptions { MaxSide = 64, MaxPixels = 64 * 48 });

        Assert.Equal(64, (await sut.ReadAsync(MadePng.Write(Small), _cancel)).Width);
    }

    [Theory]
    [InlineData(63, 64 * 48)]
    [InlineData(64, 64 * 48 - 1)]
    public async Task ReadAsync_OneBeyondALimit_IsTooLarge(int side, int pixels)
    {
        var sut = CreateSut(new PictureReaderOptions { MaxSide = side, MaxPixels = pixels });

        await AssertRefused(sut, MadePng.Write(Small), UnreadablePictureReason.TooLarge);
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(4, 0)]
    [InlineData(-1, 4)]
    [InlineData(4, 4)]
    public async Task ReadAsync_PngThatLiesAboutItsSides_IsDamaged(int width, int height) =>
        await AssertRefused(
            MadePng.Write(
                width,
                height,
                8,
                MadePng.Rgb,
                [
                    [1, 2, 3],
                ]
            ),
            UnreadablePictureReason.Damaged
        );

    // A JPEG with an end mark is whole to its decoder, whatever came before: the rest is filled up, within the limits.
    [Fact]
    public async Task ReadAsync_JpegThatLiesAboutItsSides_HasTheSidesItPromises()
    {
        var read = await _sut.ReadAsync(MadeJpeg.WithSides(Write(ImageFormat.Jpeg), 640, 480), _cancel);

        Assert.Equal((640, 480), (read.Width, read.Height));
    }

    [Fact]
    public async Task ReadAsync_JpegThatLiesAndBreaksOff_IsDamaged() =>
        await AssertRefused(
            MadeJpeg.WithSides(Write(ImageFormat.Jpeg)[..^2], 640, 480),
            UnreadablePictureReason.Damaged
        );

    [Fact]
    public async Task ReadAsync_WebpThatLiesAboutItsSides_IsDamaged() =>
        await AssertRefused(MadeWebp.WriteWithCanvas(Small, 640, 480), UnreadablePictureReason.Damaged);

    [Fact]
    public async Task ReadAsync_AnimatedWebp_IsRefused() =>
        await AssertRefused(MadeWebp.WriteAnimation(Small, frames: 3), UnreadablePictureReason.Animated);

    [Fact]
    public async Task ReadAsync_AnimatedPng_IsRefused() =>
        await AssertRefused(MadePng.Write(Small, MadePng.Frames(2)), UnreadablePictureReason.Animated);

    [Fact]
    public async Task ReadAsync_AnimationOfOneFrame_IsAPicture()
    {
        var moving = await _sut.ReadAsync(MadeWebp.WriteAnimation(Small, frames: 1), _cancel);
        var png = await _sut.ReadAsync(MadePng.Write(Small, MadePng.Frames(1)), _cancel);

        Assert.Equal((64, 48), (moving.Width, moving.Height));
        Assert.Equal(Small.Pixels, png.Pixels);
    }

    [Fact]
    public async Task ReadAsync_PictureWithSomethingBehindIt_LeavesThatOut()
    {
        var file = (byte[])[.. MadePng.Write(Small), .. "<script>alert(1)</script>"u8];

        Assert.Equal(Small.Pixels, (await _sut.ReadAsync(file, _cancel)).Pixels);
    }

    private static byte[] Write(ImageFormat format) =>
        format switch
        {
            ImageFormat.Png => MadePng.Write(Small),
            ImageFormat.Jpeg => MadeJpeg.Write(Small),
            _ => MadeWebp.WriteLossless(Small),
        };

    private static PictureReader CreateSut(PictureReaderOptions options)
    {
        options.Vips = TestVips.Options;
        return new PictureReader(options);
    }

    private Task AssertRefused(byte[] bytes, UnreadablePictureReason reason) => AssertRefused(_sut, bytes, reason);

    private async Task AssertRefused(PictureReader sut, byte[] bytes, UnreadablePictureReason reason)
    {
        var failure = await Assert.ThrowsAsync<UnreadablePictureException>(() => sut.ReadAsync(bytes, _cancel));

        Assert.Equal(reason, failure.Reason);
        Assert.Null(failure.InnerException);
        Assert.Equal(new UnreadablePictureException(reason).Message, failure.Message);
    }
}
