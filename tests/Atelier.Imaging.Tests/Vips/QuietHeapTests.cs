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

        var before = blocks.Sum(block => ResidentPages(block, Size));
        foreach (var block in blocks)
            Marshal.FreeHGlobal(block);
        NativeHeapRules.GiveBack();
        var after = blocks.Sum(block => ResidentPages(block, Size));
        foreach (var lid in lids)
            Marshal.FreeHGlobal(lid);

        // Whoever else is in this process may have been given one of them meanwhile.
        Assert.Equal(blocks.Length * (Size / Environment.SystemPageSize), before);
        Assert.True(after < before / 4, $"{before} pages became {after}.");
    }

    // Of these addresses alone: what others in this process use comes and goes.
    private static int ResidentPages(nint block, int size)
    {
        var first = (block + Environment.SystemPageSize - 1) / Environment.SystemPageSize;
        var entries = new byte[size / Environment.SystemPageSize * sizeof(ulong)];
        using var map = File.OpenHandle("/proc/self/pagemap");
        for (var read = 0; read < entries.Length; )
        {
            var more = RandomAccess.Read(map, entries.AsSpan(read), (first * sizeof(ulong)) + read);
            Assert.True(more > 0);
            read += more;
        }

        // The highest bit says that the page is in memory.
        return MemoryMarshal.Cast<byte, ulong>(entries).ToArray().Count(entry => entry >> 63 == 1);
    }
}
