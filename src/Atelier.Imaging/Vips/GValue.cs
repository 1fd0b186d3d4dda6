using System.Runtime.InteropServices;

namespace Atelier.Imaging.Vips;

/// <summary>GLib's box for one value of any type: 24 bytes on 64-bit machines, all zero before use.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GValue
{
    private nuint _type;
    private ulong _first;
    private ulong _second;

    // The fundamental types have had these numbers since GLib 2.0; they are part of its binary interface.
    internal const nuint TypeBoolean = 5 << 2;
    internal const nuint TypeInt = 6 << 2;
}
