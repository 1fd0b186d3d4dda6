using System.Collections.Concurrent;
using Atelier.Core.Images;
using Atelier.Imaging.Pipeline;
using Atelier.Imaging.Provenance;
using Atelier.Imaging.Tests.Vips;

namespace Atelier.Imaging.Tests.Pipeline;

[Collection(VipsRuns.Name)]
public sealed class PictureFinisherFlowTests
{
    private static readonly string[] Steps =
    [
        "import",
        "optimized",
        "original",
        "thumb-512",
        "thumb-256",
        "thumb-128",
        "placeholder",
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly PixelBuffer _pixels = TestPixels.Painted(600, 400, 4);
    private readonly FinishOrder _order = new(
        ImageFormat.Png,
        new ProvenanceRecord
        {
            SourceType = DigitalSourceType.AlgorithmicMedia,
            CreatedAt = new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero),
        }
    );

    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    public PictureFinisherFlowTests() => TestVips.Start();

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task FinishAsync_CancelledDuringAStep_StartsNoFurtherOneAndFreesAll(int last)
    {
        using var stop = new CancellationTokenSource();
        var seen = new List<string>();
        using var sut = CreateSut(
            places: 1,
            step =>
            {
                seen.Add(step);
                if (step == Steps[last])
                    stop.Cancel();
            }
        );
        var objects = TestVips.LiveObjects();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sut.FinishAsync(_pixels, _order, stop.Token));

        Assert.Equal(Steps[..(last + 1)], seen);
        Assert.Equal(objects, TestVips.LiveObjects());
    }

    [Fact]
    public async Task FinishAsync_FailedOrCancelled_GivesItsPlaceBack()
    {
        var fail = true;
        using var sut = CreateSut(
            places: 1,
            _ =>
            {
                if (fail)
                    throw new InvalidOperationException("told to fail");
            }
        );
        await Assert.ThrowsAsync<InvalidOperationException>(() => sut.FinishAsync(_pixels, _order, _cancel));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            sut.FinishAsync(_pixels, _order, new CancellationToken(canceled: true))
        );

        fail = false;
        var finished = await sut.FinishAsync(_pixels, _order, _cancel).WaitAsync(Patience, _cancel);

        Assert.Equal(6, finished.Renditions.Count);
    }

    [Fact]
    public async Task FinishAsync_OnePlace_NeverMixesTwoPictures()
    {
        var seen = new ConcurrentQueue<string>();
        using var sut = CreateSut(places: 1, seen.Enqueue);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => sut.FinishAsync(_pixels, _order, _cancel)));

        Assert.Equal(Enumerable.Repeat(Steps, 5).SelectMany(steps => steps), seen);
    }

    [Fact]
    public async Task FinishAsync_TwoPlaces_RunsTwoAtATimeAndNoThird()
    {
        using var pair = new Barrier(2);
        var (running, most) = (0, 0);
        var together = true;
        using var sut = CreateSut(
            places: 2,
            step =>
            {
                if (step == "import")
                {
                    InterlockedMax(ref most, Interlocked.Increment(ref running));
                    // Each picture meets another one here, or the bound was 1.
                    together &= pair.SignalAndWait(Patience);
                }
                else if (step == "placeholder")
                {
                    Interlocked.Decrement(ref running);
                }
            }
        );

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => sut.FinishAsync(_pixels, _order, _cancel)));

        Assert.True(together);
        Assert.Equal(2, most);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task FinishAsync_AsManyPicturesAsPlaces_EachMakesItsOriginalBesideTheRest(int pictures)
    {
        using var all = new Barrier(2 * pictures);
        var together = true;
        using var sut = CreateSut(
            places: 2,
            step =>
            {
                if (step is "original" or "optimized")
                    together &= all.SignalAndWait(Patience);
            }
        );

        var finished = await Task.WhenAll(
            Enumerable.Range(0, pictures).Select(_ => sut.FinishAsync(_pixels, _order, _cancel))
        );

        Assert.True(together);
        Assert.All(finished, picture => Assert.Equal(6, picture.Renditions.Count));
    }

    [Theory]
    [InlineData("original")]
    [InlineData("thumb-256")]
    public async Task FinishAsync_OneOfTwoSidesFails_FreesAllAndGivesItsPlaceBack(string failing)
    {
        var fail = true;
        using var sut = CreateSut(
            places: 2,
            step =>
            {
                if (fail && step == failing)
                    throw new InvalidOperationException("told to fail");
            }
        );
        var objects = TestVips.LiveObjects();

        await Assert.ThrowsAsync<InvalidOperationException>(() => sut.FinishAsync(_pixels, _order, _cancel));
        Assert.Equal(objects, TestVips.LiveObjects());

        fail = false;
        var both = Task.WhenAll(sut.FinishAsync(_pixels, _order, _cancel), sut.FinishAsync(_pixels, _order, _cancel));
        await both.WaitAsync(Patience, _cancel);
    }

    [Fact]
    public async Task FinishAsync_CancelledWhileWaiting_NeverStarts()
    {
        using var stop = new CancellationTokenSource();
        using var entered = new ManualResetEventSlim();
        using var gate = new ManualResetEventSlim();
        var imports = 0;
        using var sut = CreateSut(
            places: 1,
            step =>
            {
                if (step != "import")
                    return;
                Interlocked.Increment(ref imports);
                entered.Set();
                Assert.True(gate.Wait(Patience));
            }
        );
        var first = sut.FinishAsync(_pixels, _order, _cancel);
        Assert.True(entered.Wait(Patience, _cancel));

        var second = sut.FinishAsync(_pixels, _order, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        gate.Set();
        await first;

        Assert.Equal(1, imports);
    }

    [Fact]
    public async Task FinishAsync_CallerBlocked_WorksAllTheSame()
    {
        using var finished = new ManualResetEventSlim();
        using var sut = CreateSut(
            places: 1,
            step =>
            {
                if (step == "placeholder")
                    finished.Set();
            }
        );

        var work = sut.FinishAsync(_pixels, _order, _cancel);

        // Blocking is the point: the steps must run while this thread does nothing.
        Assert.True(finished.Wait(Patience, _cancel));
        await work;
    }

    [Theory]
    [InlineData(0, 4, 3, 0)]
    [InlineData(4, -1, 3, 0)]
    [InlineData(16384, 1, 3, 49152)]
    [InlineData(1, 16384, 3, 49152)]
    [InlineData(4, 4, 1, 16)]
    [InlineData(4, 4, 5, 80)]
    [InlineData(4, 4, 3, 47)]
    [InlineData(4, 4, 3, 49)]
    [InlineData(4, 4, 4, 48)]
    public async Task FinishAsync_BufferThatDoesNotFit_IsRefused(int width, int height, int bands, int size)
    {
        using var sut = CreateSut(places: 1, _ => Assert.Fail("No step may run."));

        await Assert.ThrowsAsync<ArgumentException>(() =>
            sut.FinishAsync(new PixelBuffer(width, height, bands, new byte[size]), _order, _cancel)
        );
    }

    [Fact]
    public void Constructor_NoPlaces_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CreateSut(places: 0, _ => { }));

    private static PictureFinisher CreateSut(int places, Action<string> stepStarting) =>
        new(new PictureFinisherOptions { MaxConcurrentPictures = places, Vips = TestVips.Options }, stepStarting);

    private static void InterlockedMax(ref int target, int value)
    {
        for (var known = Volatile.Read(ref target); value > known; known = Volatile.Read(ref target))
            Interlocked.CompareExchange(ref target, value, known);
    }
}
