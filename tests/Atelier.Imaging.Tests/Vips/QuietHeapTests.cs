using System.Globalization;
using System.Runtime.InteropServices;
using Atelier.Imaging.Vips;
using Atelier.TestKit.Time;

namespace Atelier.Imaging.Tests.Vips;

[Collection(VipsAlone.Name)]
public sealed class QuietHeapTests
{
    private readonly FakeTimeProvider _time = new();
    private int _gaveBack;

    [Fact]
    public void Worked_PauseAfterwards_GivesBackOnce()
    {
        using var heap = new QuietHeap(_time, () => _gaveBack++);
        heap.Worked();

        _time.Advance(QuietHeap.Pause);
        _time.Advance(10 * QuietHeap.Pause);

        Assert.Equal(1, _gaveBack);
    }

    [Fact]
    public void Worked_PicturesFollowEachOther_KeepsTheMemory()
    {
        using var heap = new QuietHeap(_time, () => _gaveBack++);
        for (var picture = 0; picture < 5; picture++)
        {
            heap.Worked();
            _time.Advance(QuietHeap.Pause / 2);
        }

        Assert.Equal(0, _gaveBack);
    }

    [Fact]
    public void NoWork_LongTime_DoesNothing()
    {
        using var heap = new QuietHeap(_time, () => _gaveBack++);

        _time.Advance(10 * QuietHeap.Pause);

        Assert.Equal(0, _gaveBack);
    }

    [Theory]
    [InlineData(QuietHeap.Large - 1, 0)]
    [InlineData(QuietHeap.Large, 1)]
    public void WorkedOnUpload_LargeOne_GivesBackAtOnceAndAfterThePause(long pixels, int atOnce)
    {
        using var heap = new QuietHeap(_time, () => _gaveBack++);

        heap.WorkedOnUpload(pixels);

        Assert.Equal(atOnce, _gaveBack);
        _time.Advance(QuietHeap.Pause);
        Assert.Equal(atOnce + 1, _gaveBack);
    }

    [Fact]
    public void GiveBack_FreedBlocks_AreResidentNoMore()
    {
        const int Size = 16 << 20;
        TestVips.Start();
        var content = new byte[Size];
        var blocks = new nint[16];
        var lids = new nint[blocks.Length];
        for (var at = 0; at < blocks.Length; at++)
        {
            blocks[at] = Marshal.AllocHGlobal(Size);
            // In use above each block: so no heap shrinks by itself.
            lids[at] = Marshal.AllocHGlobal(100_000);
            Marshal.Copy(content, 0, blocks[at], Size);
        }

        foreach (var block in blocks)
            Marshal.FreeHGlobal(block);
        var before = ResidentBytes();
        NativeHeapRules.GiveBack();
        var after = ResidentBytes();
        foreach (var lid in lids)
            Marshal.FreeHGlobal(lid);

        // The others in this process have a few megabytes at most meanwhile.
        Assert.True(before - after > 8 * Size, $"{before} bytes became {after}.");
    }

    private static long ResidentBytes() =>
        long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture)
        * Environment.SystemPageSize;
}
