using Atelier.Core.Requests;
using Atelier.Imaging;
using Atelier.Imaging.Vips;
using Atelier.Providers.Failures;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.Local;

public sealed class ToolTests
{
    private readonly TestSources _sources = new();

    public ToolTests() => VipsRuntime.Start(new VipsOptions());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    [Trait("Requirement", "C-38")]
    public async Task Paint_Inpaint_ChangesWhatTheMaskMarksAndNoOtherByte(int bands, bool byAlpha)
    {
        var photo = TestPictures.Varied(64, 48, bands);
        // Half the photo's size: each of its pixels says it of four.
        var mask = TestPictures.Plain(32, 24, byAlpha ? [9, 9, 9, 255] : [0, 0, 0]);
        for (var y = 8; y < 16; y++)
        for (var x = 10; x < 20; x++)
            mask.Pixels.AsSpan(((y * 32) + x) * mask.Bands, mask.Bands).Fill((byte)(byAlpha ? 0 : 255));

        var made = await PaintAsync(new Inpaint(_sources.Add(photo), _sources.Add(mask), "a cat", 0.8), photo);

        var changed = 0;
        for (var y = 0; y < 48; y++)
        for (var x = 0; x < 64; x++)
        {
            var same = made.At(x, y).AsSpan().SequenceEqual(photo.At(x, y));
            var marked = x is >= 20 and < 40 && y is >= 16 and < 32;
            Assert.True(marked || same, $"{x},{y}");
            changed += same ? 0 : 1;
        }

        Assert.InRange(changed, 200, 320);
    }

    [Fact]
    [Trait("Requirement", "C-37")]
    public async Task Paint_InpaintOfSeveral_EachSlotIsAnotherAndCanBeHadAgain()
    {
        var photo = TestPictures.Varied(64, 48, 3);
        var mask = TestPictures.Plain(64, 48, 0, 0, 0);
        for (var y = 10; y < 40; y++)
            mask.Pixels.AsSpan(((y * 64) + 16) * 3, 90).Fill(255);
        var operation = new Inpaint(_sources.Add(photo), _sources.Add(mask), "a cat", 0.8);
        var call = LocalOrders.Compile(LocalOrders.Change(operation, 64, 48));

        var all = await LocalOrders.Provider.PaintAsync(call, [0, 1, 2], _sources, Cancel);
        var again = Assert.Single(await LocalOrders.Provider.PaintAsync(call, [1], _sources, Cancel));

        Assert.Equal([7L, 8L, 9L], all.Select(picture => picture.Seed!.Value));
        Assert.Equal(3, all.Select(picture => Convert.ToHexString(picture.Pixels.Pixels)).Distinct().Count());
        Assert.Equal(all[1].Pixels.Pixels, again.Pixels.Pixels);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0 })]
    [InlineData(new byte[] { 255, 255, 255, 255 })]
    public async Task Paint_MaskThatMarksNothing_Fails(byte[] colour)
    {
        var photo = TestPictures.Varied(32, 32, 3);
        var mask = TestPictures.Plain(32, 32, colour);

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            PaintAsync(new Inpaint(_sources.Add(photo), _sources.Add(mask), "a cat", 0.8), photo)
        );

        Assert.Equal((FailureKind.BadRequest, Charge.None), (failure.Kind, failure.Charge));
    }

    [Fact]
    [Trait("Requirement", "C-37")]
    public async Task Paint_Outpaint_KeepsThePhotoAndGrowsAroundIt()
    {
        var photo = TestPictures.Varied(48, 40, 3);

        var made = await PaintAsync(new Outpaint(_sources.Add(photo), 10, 20, 5, 0, null, 0.8), photo);

        Assert.Equal((78, 45), (made.Width, made.Height));
        for (var y = 0; y < 40; y++)
        for (var x = 0; x < 48; x++)
            Assert.Equal(photo.At(x, y), made.At(x + 10, y + 5));
    }

    [Fact]
    [Trait("Requirement", "C-36")]
    public async Task Paint_Upscale_IsThePhotoInThatSize()
    {
        var photo = TestPictures.Plain(40, 30, 200, 60, 20);

        var made = await PaintAsync(new Upscale(_sources.Add(photo), true, true), photo);

        Assert.Equal((80, 60), (made.Width, made.Height));
        Assert.Equal([200, 60, 20], made.At(40, 30));
    }

    [Fact]
    public async Task Paint_RemoveBackgroundOfWhatHasNoSubject_FailsClearly()
    {
        var photo = TestPictures.Plain(64, 64, 240, 240, 240);
        var call = LocalOrders.Compile(
            LocalOrders.Change(new RemoveBackground(_sources.Add(photo), false, false), 64, 64)
        );
        Assert.SkipUnless(
            LocalOrders.LossesOf(call).Any(),
            "Here a network looks for subjects, and finds some anywhere."
        );

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            LocalOrders.Provider.PaintAsync(call, [0], _sources, Cancel)
        );

        Assert.Equal(FailureKind.BadRequest, failure.Kind);
    }

    [Theory]
    [InlineData("upscale")]
    [InlineData("variation")]
    [InlineData("remove_background")]
    [InlineData("outpaint")]
    [InlineData("inpaint")]
    public async Task Paint_FileOfThePictureBroken_FailsWithoutOne(string kind)
    {
        ImageOperation operation = kind switch
        {
            "upscale" => new Upscale(default, false, false),
            "variation" => new Variation(default, null, 0.5),
            "remove_background" => new RemoveBackground(default, false, false),
            "outpaint" => new Outpaint(default, 8, 8, 8, 8, null, 0.8),
            _ => new Inpaint(default, default, "a cat", 0.8),
        };
        var call = LocalOrders.Compile(LocalOrders.Change(operation, 64, 64));

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            LocalOrders.Provider.PaintAsync(call, [0], new BrokenSources(), Cancel)
        );

        Assert.Equal(FailureKind.BadRequest, failure.Kind);
    }

    private async Task<PixelBuffer> PaintAsync(ImageOperation operation, PixelBuffer photo)
    {
        var call = LocalOrders.Compile(LocalOrders.Change(operation, photo.Width, photo.Height));
        var picture = Assert.Single(await LocalOrders.Provider.PaintAsync(call, [0], _sources, Cancel));
        Assert.True(picture.Unfitted);
        return picture.Pixels;
    }
}
