using System.Buffers.Binary;
using System.IO.Compression;
using Atelier.Imaging.Provenance;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Rendering.Png;

/// <summary>
/// Writes PNG files: 8 bits a band, RGB or RGBA, with an XMP packet and nothing else. libvips' own writer takes four
/// times as long for larger files, since it searches every photo for repetitions.
/// </summary>
internal static class PngWriter
{
    private const int BlockSize = 64 * 1024;

    // Length and type in front of a chunk's data.
    private const int ChunkHead = 8;

    internal static ReadOnlyMemory<byte> Write(VipsPicture picture, ReadOnlyMemory<byte> packet) =>
        picture.ReadPixels(pixels =>
            Write(new PngRows(pixels, picture.Width, picture.Height, picture.Bands), packet.Span)
        );

    private static ReadOnlyMemory<byte> Write(PngRows rows, ReadOnlySpan<byte> packet)
    {
        var raw = (long)rows.FilteredStride * rows.Height;
        // Photos come to some half.
        using var file = new NativeFile(checked((int)(raw / 2)) + packet.Length + 1024);
        file.Write(PngXmp.Signature);
        WriteHeader(file, rows);
        if (!packet.IsEmpty)
            PngXmp.Write(file, packet);

        var start = file.Length;
        file.Write("\0\0\0\0IDAT"u8);
        Pack(rows, file);
        EndChunk(file, start);

        start = file.Length;
        file.Write("\0\0\0\0IEND"u8);
        EndChunk(file, start);
        return file.Written.ToArray();
    }

    private static void WriteHeader(NativeFile file, PngRows rows)
    {
        Span<byte> chunk = stackalloc byte[ChunkHead + 13];
        chunk.Clear();
        "IHDR"u8.CopyTo(chunk[4..]);
        BinaryPrimitives.WriteInt32BigEndian(chunk[8..], rows.Width);
        BinaryPrimitives.WriteInt32BigEndian(chunk[12..], rows.Height);
        (chunk[16], chunk[17]) = (8, rows.Bands == 4 ? (byte)6 : (byte)2);
        var start = file.Length;
        file.Write(chunk);
        EndChunk(file, start);
    }

    private static void Pack(PngRows rows, NativeFile file)
    {
        var perBlock = Math.Max(1, BlockSize / rows.FilteredStride);
        var block = new byte[perBlock * rows.FilteredStride];
        using var packing = new ZLibStream(file, PngPacking.Choose(rows), leaveOpen: true);
        for (var y = 0; y < rows.Height; )
        {
            var count = Math.Min(perBlock, rows.Height - y);
            for (var row = 0; row < count; row++, y++)
                rows.Filter(y, block.AsSpan(row * rows.FilteredStride, rows.FilteredStride));
            packing.Write(block, 0, count * rows.FilteredStride);
        }
    }

    // Writes the length that was left open, and the check sum.
    private static void EndChunk(NativeFile file, long start)
    {
        var chunk = file.Written[(int)start..];
        BinaryPrimitives.WriteInt32BigEndian(chunk, chunk.Length - ChunkHead);
        Span<byte> sum = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(sum, PngCheckSum.Of(chunk[4..]));
        file.Write(sum);
    }
}
