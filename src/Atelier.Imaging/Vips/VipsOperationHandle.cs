namespace Atelier.Imaging.Vips;

/// <summary>Owns one reference to a VipsOperation.</summary>
internal sealed class VipsOperationHandle : VipsObjectHandle
{
    /// <summary>Runs the operation. False when it failed; the outputs must be released in either case.</summary>
    internal bool TryBuild()
    {
        // libvips may hand back another object for an equal call; it moves our reference to that one.
        var current = handle;
        var code = LibVips.BuildOperation(ref current);
        SetHandle(current);
        return code == 0;
    }
}
