using System.Runtime.InteropServices;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Tests.Vips;

/// <summary>The libvips the suite runs with: npm's, or what ATELIER_VIPS says (<c>system</c> or a path).</summary>
internal static class TestVips
{
    internal static VipsOptions Options => new() { Library = Environment.GetEnvironmentVariable("ATELIER_VIPS") };

    internal static VipsRuntime Start() => VipsRuntime.Start(Options);

    /// <summary>Objects libvips holds now: pictures, operations, and what they keep.</summary>
    internal static int LiveObjects()
    {
        var count = 0;
        ObjectVisitor visit = (_, _, _) =>
        {
            count++;
            return 0;
        };
        Export<ObjectMap>("vips_object_map")(visit, 0, 0);
        return count;
    }

    internal static PixelBuffer Decode(ReadOnlyMemory<byte> file, string loader)
    {
        using var load = new VipsOperation(loader).Set("buffer", file).Set("fail_on", "warning");
        using var picture = load.Run().GetPicture("out");
        return picture.ToPixels();
    }

    private static T Export<T>(string name)
        where T : Delegate
    {
        var library = NativeLibrary.Load(Start().LibraryPath);
        return Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint ObjectVisitor(nint item, nint first, nint second);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint ObjectMap(ObjectVisitor visitor, nint first, nint second);
}
