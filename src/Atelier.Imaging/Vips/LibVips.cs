using System.Runtime.InteropServices;

namespace Atelier.Imaging.Vips;

/// <summary>The C functions of libvips and GObject we call. They decide nothing; <see cref="VipsRuntime"/> loads them.</summary>
internal static partial class LibVips
{
    // No file has this name, so a call before VipsRuntime.Start fails instead of finding some library by chance.
    internal const string Library = "atelier-vips";

    [LibraryImport(Library, EntryPoint = "vips_init", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Init(string programName);

    [LibraryImport(Library, EntryPoint = "vips_version_string")]
    internal static partial nint VersionString();

    [LibraryImport(Library, EntryPoint = "vips_version")]
    internal static partial int Version(int part);

    [LibraryImport(Library, EntryPoint = "vips_cache_set_max")]
    internal static partial void SetCacheMax(int operations);

    [LibraryImport(Library, EntryPoint = "vips_concurrency_set")]
    internal static partial void SetConcurrency(int threads);

    [LibraryImport(Library, EntryPoint = "vips_operation_block_set", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void BlockOperations(string className, [MarshalAs(UnmanagedType.Bool)] bool blocked);

    [LibraryImport(Library, EntryPoint = "vips_type_find", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nuint FindType(string baseName, string nickname);

    [LibraryImport(Library, EntryPoint = "vips_error_buffer_copy")]
    private static partial nint CopyAndClearErrors();

    [LibraryImport(Library, EntryPoint = "vips_thread_shutdown")]
    internal static partial void ShutDownThread();

    [LibraryImport(Library, EntryPoint = "vips_tracked_get_mem")]
    internal static partial nuint TrackedMemory();

    [LibraryImport(Library, EntryPoint = "vips_tracked_get_allocs")]
    internal static partial int TrackedAllocations();

    [LibraryImport(Library, EntryPoint = "g_free")]
    private static partial void Free(nint memory);

    /// <summary>What libvips said since the last call.</summary>
    internal static string TakeErrorText()
    {
        var text = CopyAndClearErrors();
        try
        {
            return Marshal.PtrToStringUTF8(text) ?? "";
        }
        finally
        {
            Free(text);
        }
    }
}
