using System.Runtime.InteropServices;

namespace Atelier.Imaging.Vips;

internal static partial class LibVips
{
    /// <summary>VIPS_FORMAT_UCHAR: one unsigned byte a band.</summary>
    internal const int FormatByte = 0;

    [LibraryImport(Library, EntryPoint = "vips_image_new_from_memory_copy")]
    internal static partial VipsImageHandle NewFromMemoryCopy(
        ReadOnlySpan<byte> pixels,
        nuint size,
        int width,
        int height,
        int bands,
        int format
    );

    [LibraryImport(Library, EntryPoint = "vips_image_copy_memory")]
    internal static partial VipsImageHandle CopyToMemory(VipsImageHandle image);

    [LibraryImport(Library, EntryPoint = "vips_image_write_to_memory")]
    private static partial nint WriteToMemory(VipsImageHandle image, out nuint size);

    [LibraryImport(Library, EntryPoint = "vips_image_get_width")]
    internal static partial int Width(VipsImageHandle image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_height")]
    internal static partial int Height(VipsImageHandle image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_bands")]
    internal static partial int Bands(VipsImageHandle image);

    /// <summary>All pixels as rows from the top, or null when libvips could not compute them.</summary>
    internal static unsafe byte[]? ReadPixels(VipsImageHandle image)
    {
        var memory = WriteToMemory(image, out var size);
        if (memory == 0)
            return null;

        try
        {
            return new ReadOnlySpan<byte>((void*)memory, checked((int)size)).ToArray();
        }
        finally
        {
            Free(memory);
        }
    }
}
