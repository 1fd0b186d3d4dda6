using System.Buffers.Binary;
using System.Text;

namespace Atelier.Imaging.Tests.Provenance;

/// <summary>A reader of WebP chunks that insists on every size and pad byte.</summary>
internal static class WebpFile
{
    internal static IReadOnlyList<FileChunk> Read(ReadOnlySpan<byte> file)
    {
        Assert.Equal("RIFF", Encoding.ASCII.GetString(file[..4]));
        Assert.Equal("WEBP", Encoding.ASCII.GetString(file.Slice(8, 4)));
        Assert.Equal(file.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(file[4..]));
        var chunks = new List<FileChunk>();
        for (var at = 12; at < file.Length; )
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(file[(at + 4)..]);
            chunks.Add(
                new FileChunk(Encoding.ASCII.GetString(file.Slice(at, 4)), file.Slice(at + 8, length).ToArray())
            );
            if (length % 2 == 1)
                Assert.Equal(0, file[at + 8 + length]);
            at += 8 + length + length % 2;
        }

        return chunks;
    }

    /// <summary>The packet of the last chunk, with the extended header agreeing.</summary>
    internal static byte[] Xmp(IReadOnlyList<FileChunk> chunks, int width, int height, bool alpha)
    {
        var header = chunks[0];
        Assert.Equal("VP8X", header.Name);
        Assert.Equal(10, header.Content.Length);
        Assert.Equal(alpha ? 0x14 : 0x04, header.Content[0]);
        Assert.Equal(width - 1, header.Content[4] | header.Content[5] << 8 | header.Content[6] << 16);
        Assert.Equal(height - 1, header.Content[7] | header.Content[8] << 8 | header.Content[9] << 16);
        Assert.Equal("XMP ", chunks[^1].Name);
        Assert.All(
            chunks.Skip(1).SkipLast(1),
            chunk => Assert.True(chunk.Name is "ALPH" or "VP8 " or "VP8L", chunk.Name)
        );
        return chunks[^1].Content;
    }

    /// <summary>A file of these chunks.</summary>
    internal static byte[] Bytes(params IEnumerable<FileChunk> chunks)
    {
        List<byte> bytes = [.. "RIFF\0\0\0\0WEBP"u8];
        foreach (var chunk in chunks)
        {
            var size = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(size, chunk.Content.Length);
            bytes.AddRange([.. Encoding.ASCII.GetBytes(chunk.Name), .. size, .. chunk.Content]);
            if (chunk.Content.Length % 2 == 1)
                bytes.Add(0);
        }

        var file = bytes.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        return file;
    }
}
