using System.Runtime.InteropServices;

namespace Atelier.Imaging.Vips;

/// <summary>
/// Tells glibc from the start what it learns from the pictures it sees: which freed blocks go back to the kernel at once, and
/// how much a heap may keep. Until then the pixels of each large picture would be mapped anew.
/// </summary>
internal static partial class NativeHeapRules
{
    // M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of malloc.h.
    private const int TrimThreshold = -1;
    private const int MapThreshold = -3;

    // The most that glibc takes; the pixels of a picture of 2048² are 12 MB, or 17 with alpha (bench/pictures).
    private const int LargeBlock = 32 * 1024 * 1024;

    internal static void Set()
    {
        try
        {
            _ = SetOption(MapThreshold, LargeBlock);
            _ = SetOption(TrimThreshold, 2 * LargeBlock);
        }
        catch (Exception failure) when (failure is EntryPointNotFoundException or DllNotFoundException)
        {
            // Other C libraries have rules of their own.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
