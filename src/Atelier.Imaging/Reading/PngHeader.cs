using System.Buffers.Binary;

namespace Atelier.Imaging.Reading;

/// <summary>
/// The size and the frames a PNG file declares, read without libvips: that reads the first frame of an animated PNG as
/// if it were all, and calls sizes beyond its own limits broken.
/// </summary>
internal readonly record struct PngHeader(int Width, int Height, int Frames)
{
    private const int ChunkFrame = 12;
    private const int HeaderLength = 13;

    internal static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <param name="bytes">A file that starts with <see cref="Signature"/>.</param>
    /// <exception cref="UnreadablePictureException">Damaged: there is no header.</exception>
    internal static PngHeader Read(ReadOnlySpan<byte> bytes)
    {
        var chunks = bytes[Signature.Length..];
        if (
            chunks.Length < ChunkFrame + HeaderLength
            || BinaryPrimitives.ReadUInt32BigEndian(chunks) != HeaderLength
            || !chunks[4..].StartsWith("IHDR"u8)
        )
            throw new UnreadablePictureException(UnreadablePictureReason.Damaged);

        var width = BinaryPrimitives.ReadInt32BigEndian(chunks[8..]);
        var height = BinaryPrimitives.ReadInt32BigEndian(chunks[12..]);
        return width < 1 || height < 1
            ? throw new UnreadablePictureException(UnreadablePictureReason.Damaged)
            : new PngHeader(width, height, CountFrames(chunks));
    }

    // An animation announces itself before the first pixels.
    private static int CountFrames(ReadOnlySpan<byte> chunks)
    {
        while (chunks.Length >= ChunkFrame && !chunks[4..].StartsWith("IDAT"u8))
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(chunks);
            if (chunks[4..].StartsWith("acTL"u8) && length >= 4)
                return (int)Math.Clamp(BinaryPrimitives.ReadUInt32BigEndian(chunks[8..]), 1, int.MaxValue);
            if (length > chunks.Length - ChunkFrame)
                break;
            chunks = chunks[(ChunkFrame + (int)length)..];
        }

        return 1;
    }
}
