using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Atelier.Emulators.Pictures;

/// <summary>Writes PNG files of 8 bits per channel, and reads the header of one.</summary>
internal static class Png
{
    private static readonly byte[] _signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly uint[] _crc = CrcTable();

    /// <summary>Encodes filtered rows: each begins with its filter byte.</summary>
    public static byte[] Encode(int width, int height, bool alpha, ReadOnlySpan<byte> rows)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(rows);
        }

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = (byte)(alpha ? 6 : 2);
        using var file = new MemoryStream();
        file.Write(_signature);
        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "IDAT", packed.GetBuffer().AsSpan(0, (int)packed.Length));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>Width, height and whether it has an alpha channel; null when it is no PNG.</summary>
    public static (int Width, int Height, bool Alpha)? ReadHeader(ReadOnlySpan<byte> file) =>
        file.Length >= 33 && file.StartsWith(_signature)
            ? (
                BinaryPrimitives.ReadInt32BigEndian(file[16..]),
                BinaryPrimitives.ReadInt32BigEndian(file[20..]),
                file[25] is 4 or 6
            )
            : null;

    private static void WriteChunk(MemoryStream file, string type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        var from = (int)file.Position;
        file.Write(Encoding.ASCII.GetBytes(type));
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(file.GetBuffer().AsSpan(from, (int)file.Position - from)));
        file.Write(number);
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc = _crc[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[] CrcTable()
    {
        var table = new uint[256];
        for (var n = 0u; n < 256; n++)
        {
            var crc = n;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : 0xEDB88320 ^ (crc >> 1);
            }

            table[n] = crc;
        }

        return table;
    }
}
