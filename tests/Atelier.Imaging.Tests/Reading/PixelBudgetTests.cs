using Atelier.Imaging.Reading;

namespace Atelier.Imaging.Tests.Reading;

public sealed class PixelBudgetTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task TakeAsync_RoomForBoth_WaitsForNothing()
    {
        var sut = new PixelBudget(3_000_000, maxWaiting: 1);

        var first = sut.TakeAsync(2_000_000, Patience.Waits, _cancel);
        var second = sut.TakeAsync(1, Patience.Waits, _cancel);

        Assert.True(first.IsCompletedSuccessfully && second.IsCompletedSuccessfully);
        (await first).Dispose();
        (await second).Dispose();
    }

    [Fact]
    public async Task TakeAsync_TooFewFree_WaitsUntilTheyAre()
    {
        var sut = new PixelBudget(3_000_000, maxWaiting: 1);
        var first = await sut.TakeAsync(2_000_000, Patience.Waits, _cancel);

        var second = sut.TakeAsync(1_000_001, Patience.Waits, _cancel);
        Assert.False(second.IsCompleted);
        first.Dispose();

        (await second.WaitAsync(Limit, _cancel)).Dispose();
    }

    [Fact]
    public async Task TakeAsync_SmallBehindLarge_DoesNotOvertake()
    {
        var sut = new PixelBudget(3_000_000, maxWaiting: 1);
        var first = await sut.TakeAsync(2_000_000, Patience.Waits, _cancel);

        var large = sut.TakeAsync(3_000_000, Patience.Waits, _cancel);
        var small = sut.TakeAsync(1, Patience.Waits, _cancel);
        Assert.False(small.IsCompleted);
        first.Dispose();

        (await large.WaitAsync(Limit, _cancel)).Dispose();
        (await small.WaitAsync(Limit, _cancel)).Dispose();
    }

    [Fact]
    public async Task TakeAsync_MoreThanAll_CountsAsAll()
    {
        var sut = new PixelBudget(3_000_000, maxWaiting: 1);

        var large = await sut.TakeAsync(50_000_000, Patience.Waits, _cancel).WaitAsync(Limit, _cancel);
        var small = sut.TakeAsync(1, Patience.Waits, _cancel);
        Assert.False(small.IsCompleted);
        large.Dispose();

        (await small.WaitAsync(Limit, _cancel)).Dispose();
    }

    [Fact]
    public async Task TakeAsync_CancelledHalfway_GivesBackWhatItHad()
    {
        using var stop = new CancellationTokenSource();
        var sut = new PixelBudget(3_000_000, maxWaiting: 1);
        var first = await sut.TakeAsync(1_000_000, Patience.Waits, _cancel);
        var second = sut.TakeAsync(3_000_000, Patience.Waits, stop.Token);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        first.Dispose();

        (await sut.TakeAsync(3_000_000, Patience.Waits, _cancel).WaitAsync(Limit, _cancel)).Dispose();
    }

    [Fact]
    public async Task TakeAsync_QueueIsFull_RefusesOnlyWhoNeedNotWait()
    {
        var sut = new PixelBudget(3_000_000, maxWaiting: 1);
        var first = await sut.TakeAsync(3_000_000, Patience.Refuses, _cancel);
        var second = sut.TakeAsync(1, Patience.Refuses, _cancel);

        var refused = await Assert.ThrowsAsync<PicturesBusyException>(() =>
            sut.TakeAsync(1, Patience.Refuses, _cancel)
        );
        var third = sut.TakeAsync(1, Patience.Waits, _cancel);

        Assert.InRange(refused.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.False(second.IsCompleted || third.IsCompleted);
        first.Dispose();
        (await second.WaitAsync(Limit, _cancel)).Dispose();
        (await third.WaitAsync(Limit, _cancel)).Dispose();
    }

    [Fact]
    public async Task TakeAsync_FullQueueMovedOn_TakesTheNext()
    {
        var sut = new PixelBudget(1_000_000, maxWaiting: 1);
        var first = await sut.TakeAsync(1, Patience.Refuses, _cancel);
        var second = sut.TakeAsync(1, Patience.Refuses, _cancel);
        first.Dispose();

        var third = sut.TakeAsync(1, Patience.Refuses, _cancel);

        (await second.WaitAsync(Limit, _cancel)).Dispose();
        (await third.WaitAsync(Limit, _cancel)).Dispose();
    }

    [Fact]
    public async Task TakeAsync_FirstInLineGivesUp_LetsTheNextPass()
    {
        using var stop = new CancellationTokenSource();
        var sut = new PixelBudget(3_000_000, maxWaiting: 9);
        var first = await sut.TakeAsync(2_000_000, Patience.Waits, _cancel);
        var large = sut.TakeAsync(3_000_000, Patience.Waits, stop.Token);
        var small = sut.TakeAsync(1, Patience.Waits, _cancel);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        (await small.WaitAsync(Limit, _cancel)).Dispose();
        first.Dispose();
    }

    [Fact]
    public async Task Dispose_Twice_GivesBackOnce()
    {
        var sut = new PixelBudget(2_000_000, maxWaiting: 9);
        var first = await sut.TakeAsync(1_000_000, Patience.Waits, _cancel);
        var second = await sut.TakeAsync(1_000_000, Patience.Waits, _cancel);

        first.Dispose();
        first.Dispose();

        var whole = sut.TakeAsync(2_000_000, Patience.Waits, _cancel);
        Assert.False(whole.IsCompleted);
        second.Dispose();
        (await whole.WaitAsync(Limit, _cancel)).Dispose();
    }

    [Fact]
    public async Task TakeAsync_ManyAtOnce_NeverGiveOutMoreThanThereIs()
    {
        var sut = new PixelBudget(5_000_000, maxWaiting: 0);
        var (inUse, most) = (0L, 0L);

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 400),
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = _cancel },
            async (number, cancel) =>
            {
                var pixels = (number % 5 + 1) * 1_000_000L;
                using var share = await sut.TakeAsync(pixels, Patience.Waits, cancel);
                InterlockedMax(ref most, Interlocked.Add(ref inUse, pixels));
                await Task.Yield();
                Interlocked.Add(ref inUse, -pixels);
            }
        );

        Assert.InRange(most, 1_000_000, 5_000_000);
        Assert.Equal(0, inUse);
    }

    [Fact]
    public void Of_SameLimits_IsOneBudget()
    {
        var other = new PictureReaderOptions { MaxPixelsInFlight = 77_000_000 };

        Assert.Same(PixelBudget.Of(new PictureReaderOptions()), PixelBudget.Of(new PictureReaderOptions()));
        Assert.NotSame(PixelBudget.Of(new PictureReaderOptions()), PixelBudget.Of(other));
    }

    private static void InterlockedMax(ref long most, long value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; )
        {
            var before = Interlocked.CompareExchange(ref most, value, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }
}
