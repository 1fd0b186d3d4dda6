using System.Runtime.InteropServices;

namespace Atelier.Imaging.Vips;

/// <summary>
/// Tells glibc to give the memory of large pictures back when it is freed. By itself it learns to keep blocks of up to
/// 32 MB, and a process that has seen a few pictures stays at a quarter more.
/// </summary>
internal static partial class NativeHeapRules
{
    // M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of malloc.h.
    private const int TrimThreshold = -1;
    private const int MapThreshold = -3;

    // Smaller ones come and go so often that asking the kernel for each would cost more than they are worth.
    private const int LargeBlock = 12_000_000;

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
