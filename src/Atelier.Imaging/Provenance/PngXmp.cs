using System.Buffers;
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

    /// <summary>Everything but pixels is dropped; an empty packet is left out.</summary>
    internal static ReadOnlyMemory<byte> Embed(ReadOnlySpan<byte> file, ReadOnlySpan<byte> packet)
    {
        if (!file.StartsWith(Signature))
            throw new InvalidDataException("This is no PNG file.");

        var output = new ArrayBufferWriter<byte>(file.Length + packet.Length + Keyword.Length + Frame);
        output.Write(Signature);
        for (var rest = file[Signature.Length..]; !rest.IsEmpty; )
        {
            var chunk = rest[..ChunkSize(rest)];
            var type = chunk.Slice(4, 4);
            if (IsPicture(type))
                output.Write(chunk);
            if (type.SequenceEqual("IHDR"u8) && !packet.IsEmpty)
                WriteXmp(output, packet);
            rest = rest[chunk.Length..];
        }

        return output.WrittenMemory;
    }

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

    // Everything else is metadata or, as a colour profile, a reading of pixels that are sRGB already.
    private static bool IsPicture(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("IHDR"u8)
        || type.SequenceEqual("PLTE"u8)
        || type.SequenceEqual("tRNS"u8)
        || type.SequenceEqual("IDAT"u8)
        || type.SequenceEqual("IEND"u8);

    /// <summary>Appends the chunk.</summary>
    internal static void Write(Stream file, ReadOnlySpan<byte> packet)
    {
        var chunk = new byte[Keyword.Length + packet.Length + Frame];
        Fill(chunk, packet);
        file.Write(chunk);
    }

    private static void WriteXmp(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> packet)
    {
        var size = Keyword.Length + packet.Length + Frame;
        Fill(output.GetSpan(size)[..size], packet);
        output.Advance(size);
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
