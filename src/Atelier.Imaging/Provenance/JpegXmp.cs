using System.Buffers;
using System.Buffers.Binary;

namespace Atelier.Imaging.Provenance;

/// <summary>XMP in JPEG: an APP1 segment after the start and APP0.</summary>
internal static class JpegXmp
{
    private const byte Mark = 0xFF;
    private const byte StartOfImage = 0xD8;
    private const byte StartOfScan = 0xDA;
    private const byte App0 = 0xE0;
    private const byte App1 = 0xE1;

    // Adobe's segment says how colours are coded, so it belongs to the pixels.
    private const byte App14 = 0xEE;
    private const byte App15 = 0xEF;
    private const byte Comment = 0xFE;

    /// <summary>The largest packet one segment holds.</summary>
    internal const int MaxPacketSize = ushort.MaxValue - 2 - 29;

    private static ReadOnlySpan<byte> Name => "http://ns.adobe.com/xap/1.0/\0"u8;

    /// <summary>Everything but pixels is dropped; an empty packet is left out.</summary>
    internal static ReadOnlyMemory<byte> Embed(ReadOnlySpan<byte> file, ReadOnlySpan<byte> packet)
    {
        if (file.Length < 4 || file[0] != Mark || file[1] != StartOfImage)
            throw new InvalidDataException("This is no JPEG file.");
        if (packet.Length > MaxPacketSize)
            throw new InvalidDataException($"JPEG holds at most {MaxPacketSize} bytes of XMP, not {packet.Length}.");

        var output = new ArrayBufferWriter<byte>(file.Length + packet.Length + Name.Length + 4);
        output.Write(file[..2]);
        var rest = file[2..];
        var marked = packet.IsEmpty;
        while (true)
        {
            var segment = rest[..SegmentSize(rest)];
            var kind = segment[1];
            if (!marked && kind != App0)
            {
                WriteXmp(output, packet);
                marked = true;
            }

            // Behind the start of scan come coded pixels, which nothing may touch.
            if (kind == StartOfScan)
            {
                output.Write(rest);
                return output.WrittenMemory;
            }

            if (!IsMetadata(kind))
                output.Write(segment);
            rest = rest[segment.Length..];
        }
    }

    /// <summary>The packet, or nothing where there is none before the pixels.</summary>
    internal static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> file)
    {
        for (var rest = file[2..]; ; )
        {
            var segment = rest[..SegmentSize(rest)];
            if (segment[1] == StartOfScan)
                return [];
            var content = segment[4..];
            if (segment[1] == App1 && content.StartsWith(Name))
                return content[Name.Length..];
            rest = rest[segment.Length..];
        }
    }

    private static int SegmentSize(ReadOnlySpan<byte> rest)
    {
        if (rest.Length >= 4 && rest[0] == Mark)
        {
            var size = 2 + BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (size >= 4 && size <= rest.Length)
                return size;
        }

        throw new InvalidDataException("The JPEG file is cut short or damaged.");
    }

    private static bool IsMetadata(byte kind) => kind is Comment or (>= App1 and <= App15 and not App14);

    private static void WriteXmp(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> packet)
    {
        Span<byte> head = [Mark, App1, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)(2 + Name.Length + packet.Length));
        output.Write(head);
        output.Write(Name);
        output.Write(packet);
    }
}
