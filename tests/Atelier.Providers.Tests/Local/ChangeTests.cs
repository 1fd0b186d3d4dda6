using Atelier.Core.Catalogue;
using Atelier.Imaging;
using Atelier.Imaging.Vips;
using Atelier.Providers.Failures;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.Local;

public sealed class ChangeTests
{
    public ChangeTests() => VipsRuntime.Start(new VipsOptions());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("pixel")]
    [InlineData("oil")]
    [InlineData("cartoon")]
    [InlineData("ghibli")]
    [InlineData("dragonball")]
    [Trait("Requirement", "B-21")]
    public async Task Paint_AStyle_ChangesThePixelsOfThePictureAndNoOthers(string style)
    {
        var sources = new TestSources();
        var image = sources.Add(TestPictures.Varied(64, 48, 4));
        var other = sources.Add(TestPictures.Plain(64, 48, 200, 30, 30));

        var made = await PaintAsync(sources, style, image, 64, 48);
        var again = await PaintAsync(sources, style, image, 64, 48);
        var different = await PaintAsync(sources, style, other, 64, 48);

        Assert.Equal((64, 48, 4), (made.Width, made.Height, made.Bands));
        Assert.Equal(made.Pixels, again.Pixels);
        Assert.NotEqual((await sources.ReadAsync(image, Cancel)).Pixels, made.Pixels);
        // A red picture stays one, whatever brush it was.
        var (red, green) = (different.At(32, 24)[0], different.At(32, 24)[1]);
        Assert.True(red > green + 60, $"{red} {green}");
    }

    [Fact]
    public async Task Paint_LargerThanIsMade_IsScaledBefore()
    {
        var sources = new TestSources();
        var image = sources.Add(TestPictures.Varied(400, 300, 3));

        var made = await PaintAsync(sources, "oil", image, 400, 300, new PixelSize(128, 128));

        Assert.Equal((171, 128), (made.Width, made.Height));
    }

    [Fact]
    public async Task Paint_FileOfThePictureBroken_FailsWithoutOne()
    {
        var call = LocalOrders.Compile(LocalOrders.Stylise("oil", 64, 48));

        await Assert.ThrowsAsync<ProviderException>(() =>
            LocalOrders.Provider.PaintAsync(call, [0], new BrokenSources(), Cancel)
        );
    }

    private static async Task<PixelBuffer> PaintAsync(
        TestSources sources,
        string style,
        Guid image,
        int width,
        int height,
        PixelSize? size = null
    )
    {
        var call = LocalOrders.Compile(LocalOrders.Stylise(style, width, height, size, source: image));
        var picture = Assert.Single(await LocalOrders.Provider.PaintAsync(call, [3], sources, Cancel));
        Assert.Equal((3, null, true), (picture.Slot, picture.Seed, picture.Unfitted));
        return picture.Pixels;
    }
}
