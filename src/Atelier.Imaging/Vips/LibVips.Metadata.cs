using System.Runtime.InteropServices;

namespace Atelier.Imaging.Vips;

internal static partial class LibVips
{
    /// <summary>The name under which savers look for an XMP packet.</summary>
    internal const string XmpField = "xmp-data";

    /// <summary>Copies the content. Only on a picture that nobody else holds.</summary>
    [LibraryImport(Library, EntryPoint = "vips_image_set_blob_copy", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetField(VipsImageHandle image, string field, ReadOnlySpan<byte> content, nuint size);
}
