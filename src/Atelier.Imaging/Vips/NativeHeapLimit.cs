using System.Runtime.InteropServices;

namespace Atelier.Imaging.Vips;

/// <summary>
/// Keeps glibc from giving every thread a heap of its own. Each of them would hold on to what one large picture once
/// took, and pictures wander over the pool's threads: without this a process grows by half.
/// </summary>
internal static partial class NativeHeapLimit
{
    // M_ARENA_MAX of malloc.h.
    private const int MaxArenas = -8;

    internal static void Set()
    {
        try
        {
            _ = SetOption(MaxArenas, Math.Max(2, Environment.ProcessorCount));
        }
        catch (Exception failure) when (failure is EntryPointNotFoundException or DllNotFoundException)
        {
            // Other C libraries, such as musl, have one heap for all.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
