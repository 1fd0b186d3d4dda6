using Atelier.Imaging.Reading;

namespace Atelier.Imaging.Tests.Reading;

public sealed class PixelBudgetTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task TakeAsync_RoomForBoth_WaitsForNothing()
    {
        using var sut = new PixelBudget(3_000_000);

        var first = sut.TakeAsync(2_000_000, _cancel);
        var second = sut.TakeAsync(1, _cancel);

        Assert.True(first.IsCompletedSuccessfully && second.IsCompletedSuccessfully);
        (await first).Dispose();
        (await second).Dispose();
    }

    [Fact]
    public async Task TakeAsync_TooFewFree_WaitsUntilTheyAre()
    {
        using var sut = new PixelBudget(3_000_000);
        var first = await sut.TakeAsync(2_000_000, _cancel);

        var second = sut.TakeAsync(1_000_001, _cancel);
        Assert.False(second.IsCompleted);
        first.Dispose();

        (await second.WaitAsync(Patience, _cancel)).Dispose();
    }

    [Fact]
    public async Task TakeAsync_SmallBehindLarge_DoesNotOvertake()
    {
        using var sut = new PixelBudget(3_000_000);
        var first = await sut.TakeAsync(2_000_000, _cancel);

        var large = sut.TakeAsync(3_000_000, _cancel);
        var small = sut.TakeAsync(1, _cancel);
        Assert.False(small.IsCompleted);
        first.Dispose();

        (await large.WaitAsync(Patience, _cancel)).Dispose();
        (await small.WaitAsync(Patience, _cancel)).Dispose();
    }

    [Fact]
    public async Task TakeAsync_MoreThanAll_CountsAsAll()
    {
        using var sut = new PixelBudget(3_000_000);

        var large = await sut.TakeAsync(50_000_000, _cancel).WaitAsync(Patience, _cancel);
        var small = sut.TakeAsync(1, _cancel);
        Assert.False(small.IsCompleted);
        large.Dispose();

        (await small.WaitAsync(Patience, _cancel)).Dispose();
    }

    [Fact]
    public async Task TakeAsync_CancelledHalfway_GivesBackWhatItHad()
    {
        using var stop = new CancellationTokenSource();
        using var sut = new PixelBudget(3_000_000);
        var first = await sut.TakeAsync(1_000_000, _cancel);
        var second = sut.TakeAsync(3_000_000, stop.Token);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        first.Dispose();

        (await sut.TakeAsync(3_000_000, _cancel).WaitAsync(Patience, _cancel)).Dispose();
    }
}
