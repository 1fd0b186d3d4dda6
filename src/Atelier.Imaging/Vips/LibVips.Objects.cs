using System.Runtime.InteropServices;

namespace Atelier.Imaging.Vips;

internal static partial class LibVips
{
    [LibraryImport(Library, EntryPoint = "g_object_ref")]
    internal static partial nint Ref(nint instance);

    [LibraryImport(Library, EntryPoint = "g_object_unref")]
    internal static partial void Unref(nint instance);

    [LibraryImport(Library, EntryPoint = "g_object_set_property", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetProperty(VipsOperationHandle operation, string name, ref GValue value);

    [LibraryImport(Library, EntryPoint = "g_object_get_property", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void GetProperty(VipsOperationHandle operation, string name, ref GValue value);

    [LibraryImport(Library, EntryPoint = "g_value_init")]
    internal static partial nint InitValue(ref GValue value, nuint type);

    [LibraryImport(Library, EntryPoint = "g_value_unset")]
    internal static partial void UnsetValue(ref GValue value);

    [LibraryImport(Library, EntryPoint = "g_value_set_int")]
    internal static partial void SetInt(ref GValue value, int content);

    [LibraryImport(Library, EntryPoint = "g_value_set_boolean")]
    internal static partial void SetBoolean(ref GValue value, [MarshalAs(UnmanagedType.Bool)] bool content);

    [LibraryImport(Library, EntryPoint = "g_value_set_object")]
    internal static partial void SetObject(ref GValue value, VipsImageHandle content);

    [LibraryImport(Library, EntryPoint = "g_value_get_object")]
    internal static partial nint GetObject(ref GValue value);

    [LibraryImport(Library, EntryPoint = "g_value_set_boxed")]
    internal static partial void SetBoxed(ref GValue value, nint content);

    [LibraryImport(Library, EntryPoint = "g_value_get_boxed")]
    internal static partial nint GetBoxed(ref GValue value);

    [LibraryImport(Library, EntryPoint = "vips_image_get_type")]
    internal static partial nuint ImageType();

    [LibraryImport(Library, EntryPoint = "vips_blob_get_type")]
    internal static partial nuint BlobType();

    [LibraryImport(Library, EntryPoint = "vips_blob_new")]
    internal static unsafe partial nint NewBlob(
        delegate* unmanaged[Cdecl]<void*, nint, int> release,
        void* content,
        nuint size
    );

    [LibraryImport(Library, EntryPoint = "vips_blob_get")]
    internal static partial nint BlobContent(nint blob, out nuint size);

    [LibraryImport(Library, EntryPoint = "vips_area_unref")]
    internal static partial void UnrefBlob(nint blob);

    [LibraryImport(Library, EntryPoint = "vips_operation_new", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial VipsOperationHandle NewOperation(string nickname);

    [LibraryImport(Library, EntryPoint = "vips_object_get_argument", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int GetArgument(
        VipsOperationHandle operation,
        string name,
        out nint specification,
        out nint argumentClass,
        out nint argumentInstance
    );

    [LibraryImport(
        Library,
        EntryPoint = "vips_object_set_argument_from_string",
        StringMarshalling = StringMarshalling.Utf8
    )]
    internal static partial int SetArgumentFromText(VipsOperationHandle operation, string name, string value);

    [LibraryImport(Library, EntryPoint = "vips_cache_operation_buildp")]
    internal static partial int BuildOperation(ref nint operation);

    [LibraryImport(Library, EntryPoint = "vips_object_unref_outputs")]
    internal static partial void UnrefOutputs(VipsOperationHandle operation);
}
