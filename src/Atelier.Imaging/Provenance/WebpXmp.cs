using System.Buffers;
using System.Buffers.Binary;

namespace Atelier.Imaging.Provenance;

/// <summary>XMP in a still WebP: the extended header, the picture's chunks, then <c>XMP </c>.</summary>
internal static class WebpXmp
{
    private const int FileHead = 12;
    private const int ChunkHead = 8;
    private const byte XmpFlag = 0x04;
    private const byte AlphaFlag = 0x10;

    /// <summary>Everything but pixels is dropped; an empty packet is left out.</summary>
    internal static ReadOnlyMemory<byte> Embed(ReadOnlySpan<byte> file, ReadOnlySpan<byte> packet)
    {
        if (file.Length < FileHead || !file.StartsWith("RIFF"u8) || !file[8..].StartsWith("WEBP"u8))
            throw new InvalidDataException("This is no WebP file.");

        var picture = new ArrayBufferWriter<byte>(file.Length);
        var (width, height, alpha) = (0, 0, false);
        for (var rest = file[FileHead..]; !rest.IsEmpty; )
        {
            var size = ChunkSize(rest);
            var type = rest[..4];
            var content = rest.Slice(ChunkHead, size);
            if (type.SequenceEqual("VP8 "u8))
            {
                (width, height) = LossySize(content);
                Write(picture, type, content);
            }
            else if (type.SequenceEqual("VP8L"u8))
            {
                (width, height, alpha) = LosslessSize(content);
                Write(picture, type, content);
            }
            else if (type.SequenceEqual("ALPH"u8))
            {
                alpha = true;
                Write(picture, type, content);
            }

            rest = rest[Math.Min(rest.Length, Padded(size))..];
        }

        if (width == 0)
            throw new InvalidDataException("The WebP file holds no still picture.");
        return Assemble(picture.WrittenSpan, width, height, alpha, packet);
    }

    private static ReadOnlyMemory<byte> Assemble(
        ReadOnlySpan<byte> picture,
        int width,
        int height,
        bool alpha,
        ReadOnlySpan<byte> packet
    )
    {
        // The header is written anew: its flags must not speak of profiles or EXIF that were dropped.
        Span<byte> extended = stackalloc byte[10];
        extended.Clear();
        extended[0] = (byte)((packet.IsEmpty ? 0 : XmpFlag) | (alpha ? AlphaFlag : 0));
        WriteThreeBytes(extended[4..], width - 1);
        WriteThreeBytes(extended[7..], height - 1);
        var size = FileHead + Padded(extended.Length) + picture.Length + (packet.IsEmpty ? 0 : Padded(packet.Length));

        var output = new ArrayBufferWriter<byte>(size);
        output.Write("RIFF"u8);
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(4), size - ChunkHead);
        output.Advance(4);
        output.Write("WEBP"u8);
        Write(output, "VP8X"u8, extended);
        output.Write(picture);
        if (!packet.IsEmpty)
            Write(output, "XMP "u8, packet);
        return output.WrittenMemory;
    }

    /// <summary>The packet, or nothing where there is none.</summary>
    internal static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> file)
    {
        for (var rest = file[FileHead..]; !rest.IsEmpty; )
        {
            var size = ChunkSize(rest);
            if (rest.StartsWith("XMP "u8))
                return rest.Slice(ChunkHead, size);
            rest = rest[Math.Min(rest.Length, Padded(size))..];
        }

        return [];
    }

    // What a chunk takes in the file: a pad byte makes its length even.
    private static int Padded(int size) => ChunkHead + size + (size & 1);

    private static int ChunkSize(ReadOnlySpan<byte> rest)
    {
        if (rest.Length >= ChunkHead)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            if (size <= rest.Length - ChunkHead)
                return (int)size;
        }

        throw new InvalidDataException("The WebP file is cut short.");
    }

    private static (int Width, int Height) LossySize(ReadOnlySpan<byte> frame)
    {
        // Three bytes of tag and three of start code come first; the two top bits of each side ask for scaling.
        if (frame.Length < 10)
            throw new InvalidDataException("The WebP file is cut short.");
        return (
            BinaryPrimitives.ReadUInt16LittleEndian(frame[6..]) & 0x3FFF,
            BinaryPrimitives.ReadUInt16LittleEndian(frame[8..]) & 0x3FFF
        );
    }

    private static (int Width, int Height, bool Alpha) LosslessSize(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < 5)
            throw new InvalidDataException("The WebP file is cut short.");
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(frame[1..]);
        return ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1, (bits >> 28 & 1) != 0);
    }

    private static void Write(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        output.Write(type);
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(4), content.Length);
        output.Advance(4);
        output.Write(content);
        if ((content.Length & 1) != 0)
            output.Write((ReadOnlySpan<byte>)[0]);
    }

    private static void WriteThreeBytes(Span<byte> target, int value)
    {
        target[0] = (byte)value;
        target[1] = (byte)(value >> 8);
        target[2] = (byte)(value >> 16);
    }
}
