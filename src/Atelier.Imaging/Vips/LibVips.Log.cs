using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Atelier.Imaging.Vips;

internal static unsafe partial class LibVips
{
    private const int WarningLevel = 1 << 4;

    [LibraryImport(Library, EntryPoint = "g_log_set_handler", StringMarshalling = StringMarshalling.Utf8)]
    private static partial uint SetLogHandler(
        string domain,
        int levels,
        delegate* unmanaged[Cdecl]<nint, int, nint, nint, void> handler,
        nint data
    );

    /// <summary>
    /// What VIPS_WARNING=0 does. The variable itself cannot be set here: .NET's environment is not C's, and changing
    /// C's while other threads read it is a crash.
    /// </summary>
    internal static void SilenceWarnings() => SetLogHandler("VIPS", WarningLevel, &Ignore, 0);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Ignore(nint domain, int level, nint message, nint data) { }
}
