using System.Buffers.Binary;

namespace Atelier.Imaging.Reading.Files;

/// <summary>The sides in a PNG's header.</summary>
internal readonly record struct PngHeader(int Width, int Height)
{
    private const int Length = 13;

    /// <param name="content">Of the chunk <c>IHDR</c>.</param>
    /// <exception cref="UnreadablePictureException">Damaged: PNG has no such pictures.</exception>
    internal static PngHeader Read(ReadOnlySpan<byte> content)
    {
        if (content.Length != Length)
            throw FileSurvey.Damaged();

        var (depth, colours, packing, filter, interlace) = (
            content[8],
            content[9],
            content[10],
            content[11],
            content[12]
        );
        var isKnown = IsKnown(colours, depth) && packing == 0 && filter == 0 && interlace <= 1;
        return isKnown
            ? new PngHeader(
                BinaryPrimitives.ReadInt32BigEndian(content),
                BinaryPrimitives.ReadInt32BigEndian(content[4..])
            )
            : throw FileSurvey.Damaged();
    }

    // Grey 0, colour 2, palette 3, grey with alpha 4, colour with alpha 6.
    private static bool IsKnown(byte colours, byte depth) =>
        colours switch
        {
            0 => depth is 1 or 2 or 4 or 8 or 16,
            3 => depth is 1 or 2 or 4 or 8,
            2 or 4 or 6 => depth is 8 or 16,
            _ => false,
        };
}
