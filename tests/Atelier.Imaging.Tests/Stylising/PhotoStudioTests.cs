using Atelier.Imaging.Reading;
using Atelier.Imaging.Stylising;

namespace Atelier.Imaging.Tests.Stylising;

public sealed class PhotoStudioTests
{
    private const int Side = 1000;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static PixelBuffer Photo => new(Side, Side, 3, new byte[Side * Side * 3]);

    [Theory]
    // What a filter takes is more than what the photo took that it is given.
    [InlineData(1_000_000, 4_000_003)]
    [InlineData(4_000_000, 4_000_004)]
    public async Task StyliseAsync_TooFewPixelsFree_WaitsForItsTurnAndGivesAllBack(int held, int all)
    {
        // Limits of its own, or other tests of this process would share the budget.
        var options = new PictureReaderOptions { MaxPixelsInFlight = all, MaxWaiting = 1 };
        var budget = PixelBudget.Of(options);
        var share = await budget.TakeAsync(held, Patience.Waits, Cancel);

        var made = new PhotoStudio(new PhotoStyliser(), options).StyliseAsync(Photo, PhotoStyle.Pixel, Cancel);

        // Only who stands in the queue keeps others out.
        await Assert.ThrowsAsync<PicturesBusyException>(() => budget.TakeAsync(1, Patience.Refuses, Cancel));
        share.Dispose();
        Assert.Equal((Side, Side), ((await made.WaitAsync(Limit, Cancel)).Width, (await made).Height));
        (await budget.TakeAsync(all, Patience.Refuses, Cancel)).Dispose();
    }

    [Fact]
    public async Task FitAsync_TooFewPixelsFree_WaitsForItsTurn()
    {
        var options = new PictureReaderOptions { MaxPixelsInFlight = 1_000_005, MaxWaiting = 1 };
        var budget = PixelBudget.Of(options);
        var share = await budget.TakeAsync(1, Patience.Waits, Cancel);
        var photo = Photo;

        var fitted = new PhotoStudio(new PhotoStyliser(), options).FitAsync(photo, Side, Side, Cancel);

        await Assert.ThrowsAsync<PicturesBusyException>(() => budget.TakeAsync(1, Patience.Refuses, Cancel));
        share.Dispose();
        Assert.Same(photo, await fitted.WaitAsync(Limit, Cancel));
    }
}
