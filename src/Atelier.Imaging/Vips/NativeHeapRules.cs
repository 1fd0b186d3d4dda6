using System.Runtime.InteropServices;

namespace Atelier.Imaging.Vips;

/// <summary>
/// Tells glibc to give a picture's memory back when it is freed. By itself it learns to keep ever larger blocks, in a
/// heap for each thread that ever touched a picture: the process grows to half as much again.
/// </summary>
internal static partial class NativeHeapRules
{
    // M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of malloc.h.
    private const int TrimThreshold = -1;
    private const int MapThreshold = -3;

    private const int LargeBlock = 1_000_000;

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
