using System.Runtime.InteropServices;

namespace Atelier.Imaging.Vips;

internal static partial class LibVips
{
    /// <summary>VIPS_FORMAT_UCHAR: one unsigned byte a band.</summary>
    internal const int FormatByte = 0;

    /// <summary>VIPS_FORMAT_USHORT: two unsigned bytes a band.</summary>
    internal const int FormatTwoBytes = 2;

    /// <summary>The name under which loaders keep an embedded ICC profile.</summary>
    internal const string ProfileField = "icc-profile-data";

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

    /// <summary>The first byte of a picture in memory; null when it could not be had.</summary>
    [LibraryImport(Library, EntryPoint = "vips_image_get_data")]
    internal static unsafe partial byte* Data(VipsImageHandle image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_width")]
    internal static partial int Width(VipsImageHandle image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_height")]
    internal static partial int Height(VipsImageHandle image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_bands")]
    internal static partial int Bands(VipsImageHandle image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_format")]
    internal static partial int Format(VipsImageHandle image);

    /// <summary>1 or more; several for animations.</summary>
    [LibraryImport(Library, EntryPoint = "vips_image_get_n_pages")]
    internal static partial int Pages(VipsImageHandle image);

    /// <summary>EXIF's number, 1 (upright) to 8; 1 when the picture says nothing.</summary>
    [LibraryImport(Library, EntryPoint = "vips_image_get_orientation")]
    internal static partial int Orientation(VipsImageHandle image);

    /// <summary>0 when the picture has no such field.</summary>
    [LibraryImport(Library, EntryPoint = "vips_image_get_typeof", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nuint FieldType(VipsImageHandle image, string field);

    /// <summary>
    /// All pixels of a picture of <see cref="FormatByte"/> as rows from the top, or null when libvips could not compute
    /// them. It keeps those it computed with the picture.
    /// </summary>
    internal static unsafe byte[]? ReadPixels(VipsImageHandle image)
    {
        var pixels = Data(image);
        var size = checked(Width(image) * Height(image) * Bands(image));
        return pixels is null ? null : new ReadOnlySpan<byte>(pixels, size).ToArray();
    }
}
