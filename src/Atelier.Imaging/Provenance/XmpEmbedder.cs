using Atelier.Core.Images;

namespace Atelier.Imaging.Provenance;

/// <summary>
/// Puts an XMP packet into a finished file and drops every other metadata. We do this ourselves for all formats: libvips
/// hides XMP in a compressed PNG chunk, 8.14 cannot keep XMP alone and leaves EXIF in WebP; so all versions behave alike.
/// </summary>
internal static class XmpEmbedder
{
    /// <exception cref="InvalidDataException">The file is not of that format, or is cut short.</exception>
    internal static ReadOnlyMemory<byte> Embed(
        ReadOnlySpan<byte> file,
        ImageFormat format,
        ReadOnlySpan<byte> packet
    ) =>
        format switch
        {
            ImageFormat.Png => PngXmp.Embed(file, packet),
            ImageFormat.Jpeg => JpegXmp.Embed(file, packet),
            ImageFormat.Webp => WebpXmp.Embed(file, packet),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown image format."),
        };
}
