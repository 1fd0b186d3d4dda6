using Atelier.Core.Images;
using Atelier.Imaging.Provenance;
using Atelier.Imaging.Rendering.Png;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Rendering;

/// <summary>Writes a picture with its packet. Nothing else that the picture carried gets into the file.</summary>
internal static class PictureFile
{
    /// <param name="packet">XMP; empty writes none.</param>
    internal static ReadOnlyMemory<byte> Write(
        VipsPicture picture,
        FileFormat format,
        FileSettings settings,
        ReadOnlyMemory<byte> packet
    ) =>
        format switch
        {
            FileFormat.Png => PngWriter.Write(picture, packet),
            FileFormat.Jpeg => WriteJpeg(picture, settings, packet),
            FileFormat.Webp => picture.SaveWebp(
                settings.WebpQuality,
                settings.WebpEffort,
                file => WebpXmp.Embed(file, packet.Span)
            ),
            FileFormat.Avif => picture.SaveAvif(settings.AvifQuality, settings.AvifEffort, packet.Span),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown file format."),
        };

    internal static FileFormat ToFileFormat(this ImageFormat format) =>
        format switch
        {
            ImageFormat.Png => FileFormat.Png,
            ImageFormat.Jpeg => FileFormat.Jpeg,
            ImageFormat.Webp => FileFormat.Webp,
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown image format."),
        };

    private static ReadOnlyMemory<byte> WriteJpeg(
        VipsPicture picture,
        FileSettings settings,
        ReadOnlyMemory<byte> packet
    )
    {
        if (picture.Bands == 3)
            return Save(picture);

        using var flat = picture.FlattenOnWhite();
        return Save(flat);

        ReadOnlyMemory<byte> Save(VipsPicture opaque) =>
            opaque.SaveJpeg(settings.JpegQuality, !settings.OnePass, file => JpegXmp.Embed(file, packet.Span));
    }
}
