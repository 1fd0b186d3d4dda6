using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Vips;

namespace Atelier.Imaging.Tests.Reading;

[Collection(VipsAlone.Name)]
public sealed class PictureReaderFlowTests
{
    private static readonly PixelBuffer Small = TestPixels.Painted(64, 48, 4);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadAsync_RoomForOne_ReadsManyOneAfterTheOther()
    {
        var sut = CreateSut();
        var file = MadePng.Write(Small);

        var read = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => sut.ReadAsync(file, _cancel)))
            .WaitAsync(Limit, _cancel);

        Assert.All(read, picture => Assert.Equal(Small.Pixels, picture.Pixels));
    }

    [Fact]
    public async Task ReadAsync_ManyFailures_GiveTheirRoomBack()
    {
        var sut = CreateSut();
        var file = MadePng.Write(Small);
        for (var round = 0; round < 5; round++)
        {
            await Assert.ThrowsAsync<UnreadablePictureException>(() =>
                sut.ReadAsync(file.AsMemory(..(file.Length / 2)), _cancel).WaitAsync(Limit, _cancel)
            );
        }

        var read = await sut.ReadAsync(file, _cancel).WaitAsync(Limit, _cancel);

        Assert.Equal(Small.Pixels, read.Pixels);
    }

    [Fact]
    public async Task ReadAsync_TooManyWait_RefusesWhoNeedNotBeServed()
    {
        // Limits of its own, or other readers of this process would share the budget.
        var options = new PictureReaderOptions
        {
            MaxPixelsInFlight = 1_000_001,
            MaxWaiting = 1,
            Vips = TestVips.Options,
        };
        var (sut, file) = (new PictureReader(options), MadePng.Write(Small));
        var share = await PixelBudget.Of(options).TakeAsync(1, Patience.Waits, _cancel);
        var waiting = PixelBudget.Of(options).TakeAsync(1, Patience.Waits, _cancel);

        await Assert.ThrowsAsync<PicturesBusyException>(() => sut.ReadAsync(file, Patience.Refuses, _cancel));
        var patient = sut.ReadAsync(file, _cancel);
        share.Dispose();
        (await waiting.WaitAsync(Limit, _cancel)).Dispose();

        Assert.Equal(Small.Pixels, (await patient.WaitAsync(Limit, _cancel)).Pixels);
        Assert.Equal(Small.Pixels, (await sut.ReadAsync(file, Patience.Refuses, _cancel)).Pixels);
    }

    [Fact]
    public async Task ReadAsync_Refused_AsksForNoShare()
    {
        var options = new PictureReaderOptions
        {
            MaxPixelsInFlight = 1_000_002,
            MaxWaiting = 0,
            Vips = TestVips.Options,
        };
        var sut = new PictureReader(options);
        using var share = await PixelBudget.Of(options).TakeAsync(1, Patience.Waits, _cancel);

        await Assert.ThrowsAsync<UnreadablePictureException>(() =>
            sut.ReadAsync(
                MadePng.Write(
                    30_000,
                    30_000,
                    8,
                    MadePng.Rgb,
                    [
                        [1],
                    ]
                ),
                Patience.Refuses,
                _cancel
            )
        );
    }

    [Fact]
    public async Task ReadAsync_Cancelled_ReadsNothing()
    {
        var sut = CreateSut();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            sut.ReadAsync(MadePng.Write(Small), new CancellationToken(canceled: true))
        );
    }

    [Fact]
    public async Task ReadAsync_GoodAndBadFiles_LeaveNothingBehind()
    {
        var sut = CreateSut();
        await ReadGoodAndBad(sut, rounds: 3);
        var objects = TestVips.LiveObjects();
        var heap = NativeHeap.UsedBytes();

        await ReadGoodAndBad(sut, rounds: 30);

        Assert.Equal(objects, TestVips.LiveObjects());
        // A leak of one turned picture a round would be 23 MB.
        Assert.InRange(NativeHeap.UsedBytes() - heap, long.MinValue, 10_000_000);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 0)]
    public void Constructor_LimitBelowOne_IsRefused(int side, int pixels, int inFlight) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new PictureReader(
                new PictureReaderOptions
                {
                    MaxSide = side,
                    MaxPixels = pixels,
                    MaxPixelsInFlight = inFlight,
                    Vips = TestVips.Options,
                }
            )
        );

    private async Task ReadGoodAndBad(PictureReader sut, int rounds)
    {
        var large = TestPixels.Painted(512, 384, 4);
        byte[][] good =
        [
            MadePng.Write(large, MadePng.Profile(MadeProfile.LinearRgb())),
            MadeJpeg.WithOrientation(MadeJpeg.Write(TestPixels.Painted(512, 384, 3)), 6),
            MadeWebp.WriteLossless(large),
        ];
        byte[][] bad = [.. good.Select(file => file[..(file.Length / 2)]), MadeWebp.WriteAnimation(Small, 3), [1]];
        for (var round = 0; round < rounds; round++)
        {
            foreach (var file in good)
            {
                var picture = await sut.ReadAsync(file, _cancel);
                Assert.NotEmpty(PictureEncoder.Png(PictureFitter.Fit(picture, 100, 90)));
            }

            foreach (var file in bad)
                await Assert.ThrowsAsync<UnreadablePictureException>(() => sut.ReadAsync(file, _cancel));
        }

        GC.Collect();
    }

    private static PictureReader CreateSut() =>
        new(new PictureReaderOptions { MaxPixelsInFlight = 1_000_000, Vips = TestVips.Options });
}
