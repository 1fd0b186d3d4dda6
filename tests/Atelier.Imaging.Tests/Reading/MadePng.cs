using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Atelier.Imaging.Tests.Provenance;

namespace Atelier.Imaging.Tests.Reading;

/// <summary>PNG files written by hand, honest or not.</summary>
internal static class MadePng
{
    internal const byte Grey = 0;
    internal const byte Rgb = 2;
    internal const byte Palette = 3;
    internal const byte GreyAlpha = 4;
    internal const byte Rgba = 6;

    internal static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <param name="extra">Chunks between the header and the pixels.</param>
    internal static byte[] Write(
        int width,
        int height,
        byte depth,
        byte colourType,
        byte[][] rows,
        params byte[][] extra
    ) =>
        [
            .. Signature,
            .. Header(width, height, depth, colourType),
            .. extra.SelectMany(chunk => chunk),
            .. PngFile.Bytes("IDAT", Packed([.. rows.SelectMany(row => (byte[])[0, .. row])])),
            .. PngFile.Bytes("IEND", []),
        ];

    internal static byte[] Write(PixelBuffer picture, params byte[][] extra)
    {
        var stride = picture.Width * picture.Bands;
        return Write(
            picture.Width,
            picture.Height,
            8,
            picture.Bands == 4 ? Rgba : Rgb,
            [.. picture.Pixels.Chunk(stride)],
            extra
        );
    }

    internal static byte[] Profile(byte[] profile) =>
        PngFile.Bytes("iCCP", [.. Encoding.ASCII.GetBytes("profile\0\0"), .. Packed(profile)]);

    internal static byte[] Frames(int count)
    {
        var content = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(content, count);
        return PngFile.Bytes("acTL", content);
    }

    internal static byte[] Header(int width, int height, byte depth, byte colourType, byte interlace = 0)
    {
        var content = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(content, width);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4), height);
        (content[8], content[9], content[12]) = (depth, colourType, interlace);
        return PngFile.Bytes("IHDR", content);
    }

    internal static byte[] Packed(byte[] content, CompressionLevel level = CompressionLevel.Fastest)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, level))
            stream.Write(content);
        return packed.ToArray();
    }
}
