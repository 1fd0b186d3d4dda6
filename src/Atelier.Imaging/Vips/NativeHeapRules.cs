using System.Runtime.InteropServices;

namespace Atelier.Imaging.Vips;

/// <summary>
/// Tells glibc which freed blocks go back to the kernel at once, and how much a heap may keep for the next picture: by its own
/// rules most pixels and encoders' tables of a large one would be mapped anew each time.
/// </summary>
internal static partial class NativeHeapRules
{
    // M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of malloc.h.
    private const int TrimThreshold = -1;
    private const int MapThreshold = -3;

    // The most that glibc takes; the pixels of a picture of 2048² are 12 MB, or 17 with alpha (bench/pictures).
    private const int LargeBlock = 32 * 1024 * 1024;

    // More than all files of a picture of 2048² take, AVIF included.
    private const int Kept = 8 * LargeBlock;

    internal static void Set()
    {
        try
        {
            _ = SetOption(MapThreshold, LargeBlock);
            _ = SetOption(TrimThreshold, Kept);
        }
        catch (Exception failure) when (failure is EntryPointNotFoundException or DllNotFoundException)
        {
            // Other C libraries have rules of their own.
        }
    }

    /// <summary>Gives back what the heaps keep; what is in use stays. When, <see cref="QuietHeap"/> says.</summary>
    internal static void GiveBack()
    {
        try
        {
            _ = Trim(0);
        }
        catch (Exception failure) when (failure is EntryPointNotFoundException or DllNotFoundException)
        {
            // As above.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint keep);
}
