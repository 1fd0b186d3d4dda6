using System.Buffers.Binary;

namespace Atelier.Imaging.Reading.Files;

/// <summary>The sides in a JPEG's frame header.</summary>
internal readonly record struct JpegFrame(int Width, int Height)
{
    private const byte Baseline = 0xC0;
    private const byte Progressive = 0xC2;

    /// <summary>Whether the marker starts a frame of any kind: DHT, JPG and DAC have their numbers among those.</summary>
    internal static bool IsStart(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    /// <exception cref="UnreadablePictureException">UnsupportedCoding or Damaged.</exception>
    internal static JpegFrame Read(byte marker, ReadOnlySpan<byte> content)
    {
        // Lossless, hierarchical and arithmetic pictures are real JPEGs that hardly anything reads.
        if (marker is < Baseline or > Progressive)
            throw new UnreadablePictureException(UnreadablePictureReason.UnsupportedCoding);
        if (content.Length < 6)
            throw FileSurvey.Damaged();

        var (depth, components) = (content[0], content[5]);
        if (depth != 8 || components is not (1 or 3 or 4))
            throw new UnreadablePictureException(UnreadablePictureReason.UnsupportedCoding);

        return content.Length == 6 + 3 * components
            ? new JpegFrame(
                BinaryPrimitives.ReadUInt16BigEndian(content[3..]),
                BinaryPrimitives.ReadUInt16BigEndian(content[1..])
            )
            : throw FileSurvey.Damaged();
    }
}
