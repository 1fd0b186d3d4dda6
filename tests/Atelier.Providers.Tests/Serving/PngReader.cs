using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Atelier.Imaging;

namespace Atelier.Providers.Tests.Serving;

/// <summary>Reads PNG files whose rows all use the filter that subtracts the row above.</summary>
internal static class PngReader
{
    public static PixelBuffer Decode(byte[] file)
    {
        Assert.Equal([137, 80, 78, 71, 13, 10, 26, 10], file[..8]);
        var chunks = Chunks(file).ToList();
        Assert.Equal(["IHDR", "IDAT", "IEND"], chunks.Select(chunk => chunk.Type));
        var header = chunks[0].Data;
        var width = BinaryPrimitives.ReadInt32BigEndian(header);
        var height = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4));
        Assert.Equal(8, header[8]);
        var bands = header[9] == 6 ? 4 : 3;
        var rows = Unpack(chunks[1].Data);
        var length = width * bands;
        Assert.Equal((length + 1) * height, rows.Length);
        var pixels = new byte[length * height];
        for (var i = 0; i < pixels.Length; i++)
        {
            Assert.Equal(2, rows[i / length * (length + 1)]);
            var above = i < length ? 0 : pixels[i - length];
            pixels[i] = (byte)(rows[(i / length * (length + 1)) + 1 + (i % length)] + above);
        }

        return new PixelBuffer(width, height, bands, pixels);
    }

    private static IEnumerable<(string Type, byte[] Data)> Chunks(byte[] file)
    {
        for (var at = 8; at < file.Length; )
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var body = file.AsSpan(at + 4, 4 + length);
            Assert.Equal(Crc(body), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            yield return (Encoding.ASCII.GetString(body[..4]), body[4..].ToArray());
            at += 12 + length;
        }
    }

    private static byte[] Unpack(byte[] packed)
    {
        using var zlib = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zlib.CopyTo(rows);
        return rows.ToArray();
    }

    // Bit by bit, so that it shares no table with what it checks.
    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var odd = ((crc ^ (uint)(value >> bit)) & 1) != 0;
                crc = odd ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
