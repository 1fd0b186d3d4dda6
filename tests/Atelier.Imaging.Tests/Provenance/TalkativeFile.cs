using System.Text;
using Atelier.Core.Images;
using Atelier.Imaging.Tests.Reading;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Tests.Provenance;

/// <summary>Files that tell all about their owner: camera, place, names, and a source type that is not ours.</summary>
internal static class TalkativeFile
{
    internal const string Owner = "Ada Example";
    internal const string Camera = "Talkative 3000";

    private const string ForeignXmp = $"""
        <?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
         xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
         xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
         photoshop:City="Sampleton"
         Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture">
        <dc:creator><rdf:Seq><rdf:li>{Owner}</rdf:li></rdf:Seq></dc:creator>
        </rdf:Description></rdf:RDF></x:xmpmeta>
        <?xpacket end="w"?>
        """;

    private static byte[] Xmp => Encoding.UTF8.GetBytes(ForeignXmp);

    /// <summary>libvips must run.</summary>
    internal static byte[] Write(ImageFormat format, PixelBuffer picture)
    {
        using var pixels = VipsPicture.FromPixels(picture);
        return format switch
        {
            ImageFormat.Png => MadePng.Write(
                picture,
                PngFile.Bytes("eXIf", TalkativeExif.Tiff()),
                PngFile.Bytes("tEXt", Encoding.Latin1.GetBytes($"Author\0{Owner}")),
                PngFile.Bytes("iTXt", [.. "XML:com.adobe.xmp\0\0\0\0\0"u8, .. Xmp])
            ),
            ImageFormat.Jpeg => new (byte Marker, byte[] Content)[]
            {
                (0xFE, Encoding.Latin1.GetBytes($"taken by {Owner}")),
                (0xED, Iptc()),
                (0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Xmp]),
                (0xE1, [.. "Exif\0\0"u8, .. TalkativeExif.Tiff()]),
            }.Aggregate(
                pixels.SaveJpeg(95),
                (file, segment) => MadeJpeg.WithSegment(file, segment.Marker, segment.Content)
            ),
            ImageFormat.Webp => WebpFile.Bytes([
                new FileChunk("VP8X", [0x0C, 0, 0, 0, Low(picture.Width), 0, 0, Low(picture.Height), 0, 0]),
                .. WebpFile.Read(pixels.SaveWebp(90, 0)).Where(chunk => chunk.Name is "VP8 " or "VP8L"),
                new FileChunk("EXIF", TalkativeExif.Tiff()),
                new FileChunk("XMP ", Xmp),
            ]),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown image format."),
        };
    }

    private static byte Low(int side) => checked((byte)(side - 1));

    // Photoshop's segment, in which IPTC's older form lies: one record, the author.
    private static byte[] Iptc()
    {
        byte[] record = [0x1C, 2, 80, 0, (byte)Owner.Length, .. Encoding.ASCII.GetBytes(Owner)];
        return
        [
            .. "Photoshop 3.0\08BIM"u8,
            4,
            4,
            0,
            0,
            0,
            0,
            0,
            (byte)record.Length,
            .. record,
            .. new byte[record.Length % 2],
        ];
    }
}
