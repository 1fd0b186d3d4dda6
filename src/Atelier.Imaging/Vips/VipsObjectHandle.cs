using System.Runtime.InteropServices;

namespace Atelier.Imaging.Vips;

/// <summary>Owns one reference to a GObject.</summary>
internal abstract class VipsObjectHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibVips.Unref(handle);
        return true;
    }
}
