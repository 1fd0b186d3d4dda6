using System.Buffers.Binary;

namespace Atelier.Imaging.Provenance;

/// <summary>XMP in PNG: an uncompressed <c>iTXt</c> chunk straight after the header.</summary>
internal static class PngXmp
{
    // Length, type and check sum around a chunk's data.
    private const int Frame = 12;

    // Keyword, its end, no compression, method 0, no language, no translated keyword.
    private static ReadOnlySpan<byte> Keyword => "XML:com.adobe.xmp\0\0\0\0\0"u8;

    internal static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The packet, or nothing where there is none in plain text.</summary>
    internal static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> file)
    {
        for (var rest = file[Signature.Length..]; !rest.IsEmpty; )
        {
            var chunk = rest[..ChunkSize(rest)];
            var content = chunk[8..^4];
            if (chunk[4..].StartsWith("iTXt"u8) && content.StartsWith(Keyword))
                return content[Keyword.Length..];
            rest = rest[chunk.Length..];
        }

        return [];
    }

    private static int ChunkSize(ReadOnlySpan<byte> rest)
    {
        if (rest.Length >= Frame)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(rest) + (long)Frame;
            if (size <= rest.Length)
                return (int)size;
        }

        throw new InvalidDataException("The PNG file is cut short.");
    }

    /// <summary>Appends the chunk.</summary>
    internal static void Write(Stream file, ReadOnlySpan<byte> packet)
    {
        var chunk = new byte[Keyword.Length + packet.Length + Frame];
        Fill(chunk, packet);
        file.Write(chunk);
    }

    private static void Fill(Span<byte> chunk, ReadOnlySpan<byte> packet)
    {
        BinaryPrimitives.WriteInt32BigEndian(chunk, chunk.Length - Frame);
        "iTXt"u8.CopyTo(chunk[4..]);
        Keyword.CopyTo(chunk[8..]);
        packet.CopyTo(chunk[(8 + Keyword.Length)..]);
        BinaryPrimitives.WriteUInt32BigEndian(chunk[^4..], PngCheckSum.Of(chunk[4..^4]));
    }
}
