using Atelier.Core.Images;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Rendering;
using Atelier.Imaging.Tests.Vips;

namespace Atelier.Imaging.Tests.Rendering;

public sealed partial class PictureRendererTests
{
    [Theory]
    [InlineData(0, 10, 80)]
    [InlineData(10, 16384, 80)]
    [InlineData(10, 10, 0)]
    [InlineData(10, 10, 101)]
    public async Task RenderAsync_NumberOutOfRange_IsRefused(int width, int height, int quality)
    {
        using var sut = CreateSut();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            sut.RenderAsync(
                new byte[10],
                new RenderOrder
                {
                    Width = width,
                    Height = height,
                    Quality = quality,
                    Format = FileFormat.Png,
                },
                _cancel
            )
        );
    }

    [Fact]
    public async Task RenderAsync_FormatThisMachineLacks_IsSaidSo()
    {
        using var sut = CreateSut();
        Assert.SkipWhen(sut.Formats.Contains(FileFormat.Avif), "This libvips writes all formats.");

        var failure = await Assert.ThrowsAsync<FormatUnavailableException>(() =>
            sut.RenderAsync(new byte[10], new RenderOrder { Format = FileFormat.Avif }, _cancel)
        );

        Assert.Equal(FileFormat.Avif, failure.Format);
    }

    [Fact]
    public async Task RenderAsync_NoPicture_IsUnreadable()
    {
        using var sut = CreateSut();

        await Assert.ThrowsAsync<UnreadablePictureException>(() =>
            sut.RenderAsync("no picture"u8.ToArray(), new RenderOrder { Format = FileFormat.Png }, _cancel)
        );
    }

    [Fact]
    public async Task RenderAsync_Cancelled_LeavesNothingBehind()
    {
        using var sut = CreateSut();
        var file = await StoreAsync(ImageFormat.Png, TestPixels.Painted(64, 48, 3));
        var objects = TestVips.LiveObjects();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            sut.RenderAsync(file, new RenderOrder { Format = FileFormat.Webp }, new CancellationToken(canceled: true))
        );

        Assert.Equal(objects, TestVips.LiveObjects());
    }
}
