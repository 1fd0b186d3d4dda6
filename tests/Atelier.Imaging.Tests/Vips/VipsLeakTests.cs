using Atelier.Imaging.Tests.Reading;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Tests.Vips;

[Collection(VipsAlone.Name)]
public sealed class VipsLeakTests
{
    private const int Rounds = 100;

    // Large enough to tower over noise: a leak of one picture or file a round would be 79 MB.
    private static readonly PixelBuffer Pixels = TestPixels.Painted(512, 384, 4);
    private static readonly byte[] Broken = CutPng();

    public VipsLeakTests() => TestVips.Start();

    [Fact]
    public void Pictures_ManyRounds_LeaveNothingBehind()
    {
        WorkAndFail(rounds: 10);
        var objects = TestVips.LiveObjects();
        SpinWait.SpinUntil(() => LibVips.TrackedMemory() == 0, TimeSpan.FromSeconds(10));
        var memory = LibVips.TrackedMemory();
        var allocations = LibVips.TrackedAllocations();
        var heap = NativeHeap.UsedBytes();

        WorkAndFail(Rounds);

        Assert.Equal(objects, TestVips.LiveObjects());
        Assert.Equal(0, LentBytes.Count);
        // A worker of libvips frees its last row of pixels a moment after it has delivered them.
        SpinWait.SpinUntil(() => LibVips.TrackedMemory() == memory, TimeSpan.FromSeconds(10));
        Assert.Equal(memory, LibVips.TrackedMemory());
        Assert.Equal(allocations, LibVips.TrackedAllocations());
        // Blobs and copied pixels are not tracked by libvips; only the C heap shows them.
        Assert.InRange(NativeHeap.UsedBytes() - heap, long.MinValue, 20_000_000);
    }

    [Fact]
    public void Lend_PictureStillOpen_KeepsTheFilePinnedUntilItIsClosed()
    {
        using (var load = new VipsOperation("pngload_buffer").Set("buffer", MadePng.Write(Pixels)))
        using (load.Run().GetPicture("out"))
            Assert.Equal(1, LentBytes.Count);

        Assert.Equal(0, LentBytes.Count);
    }

    [Fact]
    public void LiveObjects_PictureHeld_CountsIt()
    {
        var before = TestVips.LiveObjects();

        using var held = VipsPicture.FromPixels(Pixels);

        Assert.True(TestVips.LiveObjects() > before);
    }

    private static void WorkAndFail(int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            using (var picture = VipsPicture.FromPixels(Pixels))
            using (var small = picture.Shrink(64, 48))
            using (var flat = small.FlattenOnWhite())
            {
                Assert.NotEmpty(picture.SavePng(0));
                Assert.NotEmpty(flat.SaveJpeg(90));
                Assert.NotEmpty(small.SaveWebp(80, 0));
            }

            Assert.Throws<VipsException>(() => TestVips.Decode(Broken, "pngload_buffer"));
            Assert.Throws<VipsException>(() => TestVips.Decode(new byte[] { 1, 2, 3 }, "webpload_buffer"));
            LibVips.ShutDownThread();
        }

        GC.Collect();
    }

    private static byte[] CutPng()
    {
        TestVips.Start();
        using var picture = VipsPicture.FromPixels(Pixels);
        return picture.SavePng(0)[..^1000];
    }
}
