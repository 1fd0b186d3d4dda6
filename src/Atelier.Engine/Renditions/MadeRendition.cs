using System.Runtime.InteropServices;
using Atelier.Imaging.Rendering;

namespace Atelier.Engine.Renditions;

/// <summary>A rendition in memory, which many may read at once.</summary>
internal sealed record MadeRendition(RenderedPicture Picture, string Sha256)
{
    public Stream Open() =>
        MemoryMarshal.TryGetArray(Picture.Bytes, out var part)
            ? new MemoryStream(part.Array!, part.Offset, part.Count, writable: false)
            : new MemoryStream(Picture.Bytes.ToArray(), writable: false);
}
