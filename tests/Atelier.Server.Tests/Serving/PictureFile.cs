using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Atelier.Server.Tests.Serving;

/// <summary>What the bytes of a picture say of themselves.</summary>
internal sealed record PictureFile(string Format, int Width, int Height)
{
    public string Size => $"{Width}x{Height}";

    public static PictureFile Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes[1..].StartsWith("PNG\r\n"u8))
        {
            return new(
                "png",
                BinaryPrimitives.ReadInt32BigEndian(bytes[16..]),
                BinaryPrimitives.ReadInt32BigEndian(bytes[20..])
            );
        }

        if (bytes.StartsWith(new byte[] { 0xFF, 0xD8, 0xFF }))
        {
            return Jpeg(bytes);
        }

        Assert.True(bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8), "neither PNG, JPEG nor WebP");
        return WebP(bytes[12..]);
    }

    /// <summary>A hash of a PNG's compressed pixels, without its metadata.</summary>
    public static string PixelHash(ReadOnlySpan<byte> png)
    {
        Assert.Equal("png", Read(png).Format);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var at = 8; at < png.Length; )
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png[at..]);
            if (Encoding.ASCII.GetString(png.Slice(at + 4, 4)) == "IDAT")
            {
                hash.AppendData(png.Slice(at + 8, length));
            }

            at += length + 12;
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static PictureFile Jpeg(ReadOnlySpan<byte> bytes)
    {
        for (var at = 2; ; at += 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]))
        {
            // Start of frame, save the tables that share its range.
            if (bytes[at + 1] is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return new(
                    "jpeg",
                    BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]),
                    BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..])
                );
            }
        }
    }

    private static PictureFile WebP(ReadOnlySpan<byte> chunk)
    {
        switch (Encoding.ASCII.GetString(chunk[..4]))
        {
            case "VP8X":
                return new(
                    "webp",
                    1 + (chunk[12] | chunk[13] << 8 | chunk[14] << 16),
                    1 + (chunk[15] | chunk[16] << 8 | chunk[17] << 16)
                );
            case "VP8L":
                var bits = BinaryPrimitives.ReadUInt32LittleEndian(chunk[9..]);
                return new("webp", 1 + (int)(bits & 0x3FFF), 1 + (int)((bits >> 14) & 0x3FFF));
            default:
                return new(
                    "webp",
                    BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]) & 0x3FFF,
                    BinaryPrimitives.ReadUInt16LittleEndian(chunk[16..]) & 0x3FFF
                );
        }
    }
}
