using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Atelier.Imaging.Tests.Provenance;

/// <summary>A PNG reader of the tests' own: it shares no code with what it checks.</summary>
internal static class PngFile
{
    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Entry)];

    internal static IReadOnlyList<FileChunk> Read(ReadOnlySpan<byte> file)
    {
        Assert.Equal(Signature, file[..8].ToArray());
        var chunks = new List<FileChunk>();
        for (var at = 8; at < file.Length; )
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file[at..]);
            var type = Encoding.ASCII.GetString(file.Slice(at + 4, 4));
            var sum = BinaryPrimitives.ReadUInt32BigEndian(file[(at + 8 + length)..]);
            Assert.Equal(CheckSum(file.Slice(at + 4, 4 + length)), sum);
            chunks.Add(new FileChunk(type, file.Slice(at + 8, length).ToArray()));
            at += 12 + length;
        }

        Assert.Equal("IEND", chunks[^1].Name);
        return chunks;
    }

    /// <summary>The packet of the plain iTXt chunk, which must be the second chunk.</summary>
    internal static byte[] Xmp(IReadOnlyList<FileChunk> chunks)
    {
        Assert.Equal(["IHDR", "iTXt"], chunks.Take(2).Select(chunk => chunk.Name));
        var head = Encoding.ASCII.GetBytes("XML:com.adobe.xmp\0\0\0\0\0");
        Assert.Equal(head, chunks[1].Content[..head.Length]);
        return chunks[1].Content[head.Length..];
    }

    /// <summary>Pixels of a file with 8 bits a band, RGB or RGBA, not interlaced.</summary>
    internal static PixelBuffer Decode(ReadOnlySpan<byte> file)
    {
        var chunks = Read(file);
        var header = chunks[0].Content;
        var (width, height) = (
            BinaryPrimitives.ReadInt32BigEndian(header),
            BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4))
        );
        Assert.Equal(8, header[8]);
        Assert.Equal(0, header[12]);
        var bands = header[9] switch
        {
            2 => 3,
            6 => 4,
            var type => throw new InvalidDataException($"colour type {type}"),
        };

        using var packed = new MemoryStream([
            .. chunks.Where(chunk => chunk.Name == "IDAT").SelectMany(chunk => chunk.Content),
        ]);
        using var rows = new ZLibStream(packed, CompressionMode.Decompress);
        var stride = width * bands;
        var pixels = new byte[stride * height];
        var above = new byte[stride];
        for (var y = 0; y < height; y++)
        {
            var filter = rows.ReadByte();
            var row = pixels.AsSpan(y * stride, stride);
            rows.ReadExactly(row);
            Unfilter(filter, row, above, bands);
            row.CopyTo(above);
        }

        Assert.Equal(-1, rows.ReadByte());
        return new PixelBuffer(width, height, bands, pixels);
    }

    /// <summary>A chunk as bytes, with its check sum.</summary>
    internal static byte[] Bytes(string type, byte[] content)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. content];
        var bytes = new byte[body.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(bytes, content.Length);
        body.CopyTo(bytes, 4);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(bytes.Length - 4), CheckSum(body));
        return bytes;
    }

    /// <summary>Puts the right check sum behind a chunk.</summary>
    internal static void WriteSum(Span<byte> chunk) =>
        BinaryPrimitives.WriteUInt32BigEndian(chunk[^4..], CheckSum(chunk[4..^4]));

    private static void Unfilter(int filter, Span<byte> row, byte[] above, int bands)
    {
        for (var at = 0; at < row.Length; at++)
        {
            var left = at < bands ? 0 : row[at - bands];
            var corner = at < bands ? 0 : above[at - bands];
            row[at] += (byte)(
                filter switch
                {
                    0 => 0,
                    1 => left,
                    2 => above[at],
                    3 => (left + above[at]) / 2,
                    4 => Paeth(left, above[at], corner),
                    _ => throw new InvalidDataException($"filter {filter}"),
                }
            );
        }
    }

    private static int Paeth(int left, int above, int corner)
    {
        var guess = left + above - corner;
        var (a, b, c) = (Math.Abs(guess - left), Math.Abs(guess - above), Math.Abs(guess - corner));
        return a <= b && a <= c ? left
            : b <= c ? above
            : corner;
    }

    private static uint CheckSum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0xFFFFFFFF;
        foreach (var value in bytes)
            sum = Table[(byte)(sum ^ value)] ^ (sum >> 8);
        return sum ^ 0xFFFFFFFF;
    }

    private static uint Entry(int index)
    {
        var value = (uint)index;
        for (var bit = 0; bit < 8; bit++)
            value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
        return value;
    }
}
