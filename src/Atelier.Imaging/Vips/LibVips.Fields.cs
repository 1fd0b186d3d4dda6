using System.Runtime.InteropServices;

namespace Atelier.Imaging.Vips;

internal static unsafe partial class LibVips
{
    [LibraryImport(Library, EntryPoint = "vips_image_get_fields")]
    private static partial nint* Fields(VipsImageHandle image);

    [LibraryImport(Library, EntryPoint = "vips_image_remove")]
    private static partial int RemoveField(VipsImageHandle image, nint field);

    [LibraryImport(Library, EntryPoint = "g_strfreev")]
    private static partial void FreeTexts(nint* texts);

    /// <summary>Removes every field but those of the header, such as the width, which cannot be removed.</summary>
    internal static void RemoveFields(VipsImageHandle image)
    {
        var fields = Fields(image);
        try
        {
            for (var field = fields; *field != 0; field++)
                RemoveField(image, *field);
        }
        finally
        {
            FreeTexts(fields);
        }
    }
}
