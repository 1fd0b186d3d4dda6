namespace Atelier.Imaging.Vips;

/// <summary>Owns one reference to a VipsImage.</summary>
internal sealed class VipsImageHandle : VipsObjectHandle
{
    public VipsImageHandle() { }

    internal VipsImageHandle(nint ownedImage) => SetHandle(ownedImage);
}
