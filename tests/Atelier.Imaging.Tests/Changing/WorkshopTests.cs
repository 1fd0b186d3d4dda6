using Atelier.Imaging.Changing;
using Atelier.Imaging.Cutting;
using Atelier.Imaging.Neural;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Vips;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Tests.Changing;

[Collection(VipsRuns.Name)]
public sealed class WorkshopTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public WorkshopTests() => VipsRuntime.Start(new VipsOptions());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FillAsync_TooFewPixelsFree_WaitsForItsTurnAndGivesAllBack()
    {
        var options = new PictureReaderOptions { MaxPixelsInFlight = 4_000_021, MaxWaiting = 3 };
        var budget = PixelBudget.Of(options);
        using var workshop = new PhotoWorkshop(options);
        var held = await budget.TakeAsync(4_000_000, Patience.Waits, Cancel);

        var made = workshop.FillAsync(WorkPhotos.Texture(96, 96), WorkPhotos.Mask(96, 96, 40, 40, 50, 50), 1, Cancel);
        Assert.False(made.IsCompleted);
        held.Dispose();
        await made.WaitAsync(Limit, Cancel);

        using var all = await budget.TakeAsync(4_000_021, Patience.Waits, Cancel).WaitAsync(Limit, Cancel);
    }

    [Fact]
    public async Task AnyWork_CancelledBefore_DoesNotBegin()
    {
        using var workshop = new PhotoWorkshop(new PictureReaderOptions());
        var photo = WorkPhotos.Texture(64, 64);
        var mask = WorkPhotos.Mask(64, 64, 10, 10, 20, 20);
        var over = new CancellationToken(canceled: true);
        Func<Task>[] works =
        [
            () => workshop.EnlargeAsync(photo, 128, 128, true, true, over),
            () => workshop.FillAsync(photo, mask, 1, over),
            () => workshop.GrowAsync(photo, 8, 8, 8, 8, 1, over),
            () => workshop.VaryAsync(photo, 1, 1f, over),
            () => workshop.CutOutAsync(photo, new CutOptions(CutMethod.Plain, true, true), over),
        ];

        foreach (var work in works)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(work);
    }

    [Fact]
    public async Task FillAsync_CancelledOnTheWay_EndsSoon()
    {
        using var workshop = new PhotoWorkshop(new PictureReaderOptions());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var photo = WorkPhotos.Texture(1200, 1200);

        var work = workshop.GrowAsync(photo, 600, 600, 600, 600, 1, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work.WaitAsync(Limit, Cancel));
    }

    [Fact]
    public async Task CutOutAsync_NetworkMissing_SaysSoAndThePlainMethodServes()
    {
        var options = new PictureReaderOptions { Vips = new VipsOptions { NativesFolder = Path.GetTempPath() } };
        using var workshop = new PhotoWorkshop(options);
        var photo = WorkPhotos.Disc(96);

        Assert.False(workshop.HasNetwork);
        await Assert.ThrowsAsync<NeuralException>(() =>
            workshop.CutOutAsync(photo, new CutOptions(CutMethod.Network, false, false), Cancel)
        );
        var cut = await workshop.CutOutAsync(photo, new CutOptions(CutMethod.Plain, false, false), Cancel);
        Assert.Equal((0, 255), (cut.Pixel(2, 2)[3], cut.Pixel(48, 48)[3]));
    }

    [Fact]
    public async Task AllWorkAtOnce_BySeveralCallers_GivesWhatEachGivesAlone()
    {
        using var alone = new PhotoWorkshop(new PictureReaderOptions(), degree: 1);
        using var shared = new PhotoWorkshop(new PictureReaderOptions(), degree: 3);
        var photo = WorkPhotos.Texture(160, 120, 4);
        var mask = WorkPhotos.Mask(160, 120, 60, 40, 100, 80);
        Func<PhotoWorkshop, Task<PixelBuffer>>[] works =
        [
            workshop => workshop.EnlargeAsync(photo, 320, 240, true, true, Cancel),
            workshop => workshop.FillAsync(photo, mask, 5, Cancel),
            workshop => workshop.GrowAsync(photo, 40, 0, 0, 30, 5, Cancel),
            workshop => workshop.VaryAsync(photo, 5, 0.7f, Cancel),
            workshop => workshop.CutOutAsync(WorkPhotos.Disc(128), new CutOptions(CutMethod.Plain, true, true), Cancel),
        ];
        var expected = new List<PixelBuffer>();
        foreach (var work in works)
            expected.Add(await work(alone));

        var made = await Task.WhenAll(works.Concat(works).Select(work => work(shared)));

        Assert.All(made.Index(), one => Assert.Equal(expected[one.Index % works.Length].Pixels, one.Item.Pixels));
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task EveryWork_OnSixteenMegapixels_StaysWithinAGigabyte()
    {
        using var workshop = new PhotoWorkshop(new PictureReaderOptions());
        var photo = WorkPhotos.Texture(4000, 4000);
        var mask = WorkPhotos.Mask(4000, 4000, 500, 500, 3500, 3500);
        var disc = WorkPhotos.Disc(4000);
        var before = Peak();

        await workshop.GrowAsync(photo, 200, 200, 200, 200, 1, Cancel);
        await workshop.FillAsync(photo, mask, 1, Cancel);
        await workshop.CutOutAsync(disc, new CutOptions(CutMethod.Plain, true, true), Cancel);
        await workshop.VaryAsync(photo, 1, 1f, Cancel);

        Assert.InRange(Peak() - before, 0, 1_000_000);
    }

    // The most memory that this process ever held, in kilobytes.
    private static long Peak() =>
        long.Parse(
            File.ReadLines("/proc/self/status")
                .First(line => line.StartsWith("VmHWM", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            System.Globalization.CultureInfo.InvariantCulture
        );
}
