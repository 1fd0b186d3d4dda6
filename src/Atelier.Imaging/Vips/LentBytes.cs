using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Atelier.Imaging.Vips;

/// <summary>
/// Files that libvips reads where they lie: a copy of a large one would cost as much memory again. Each stays pinned
/// until libvips lets go of it.
/// </summary>
internal static class LentBytes
{
    private const int Done = 0;

    private static readonly ConcurrentDictionary<nint, MemoryHandle> Pins = new();

    /// <summary>How many files libvips holds.</summary>
    internal static int Count => Pins.Count;

    /// <summary>A blob over these bytes, which must not change while it lives; the caller unrefs it.</summary>
    internal static unsafe nint Lend(ReadOnlyMemory<byte> bytes)
    {
        var pin = bytes.Pin();
        var blob = LibVips.NewBlob(&Release, pin.Pointer, (nuint)bytes.Length);
        Pins[blob] = pin;
        return blob;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static unsafe int Release(void* content, nint blob)
    {
        if (Pins.TryRemove(blob, out var pin))
            pin.Dispose();
        return Done;
    }
}
