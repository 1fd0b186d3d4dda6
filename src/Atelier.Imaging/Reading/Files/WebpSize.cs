using System.Buffers.Binary;

namespace Atelier.Imaging.Reading.Files;

/// <summary>The sides that a WebP file names in one of three places.</summary>
internal readonly record struct WebpSize(int Width, int Height)
{
    private const int SideMask = 0x3FFF;

    internal static bool IsPixels(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("VP8 "u8) || name.SequenceEqual("VP8L"u8);

    /// <summary>Of pixels, by the first bytes of their own coding.</summary>
    /// <exception cref="UnreadablePictureException">Damaged.</exception>
    internal static WebpSize OfPixels(ReadOnlySpan<byte> name, ReadOnlySpan<byte> content) =>
        name[3] == 'L' ? OfLossless(content) : OfLossy(content);

    /// <summary>Two sides of three bytes each, both less one: a canvas, or a frame on it.</summary>
    internal static WebpSize OfBox(ReadOnlySpan<byte> content) =>
        new(1 + ThreeBytes(content), 1 + ThreeBytes(content[3..]));

    internal static int ThreeBytes(ReadOnlySpan<byte> bytes) => bytes[0] | bytes[1] << 8 | bytes[2] << 16;

    private static WebpSize OfLossy(ReadOnlySpan<byte> content)
    {
        // A key frame: bit 0 is off, and three fixed bytes follow.
        if (
            content.Length < 10
            || (content[0] & 1) != 0
            || !content[3..].StartsWith((ReadOnlySpan<byte>)[0x9D, 1, 0x2A])
        )
            throw FileSurvey.Damaged();
        return new WebpSize(
            BinaryPrimitives.ReadUInt16LittleEndian(content[6..]) & SideMask,
            BinaryPrimitives.ReadUInt16LittleEndian(content[8..]) & SideMask
        );
    }

    private static WebpSize OfLossless(ReadOnlySpan<byte> content)
    {
        if (content.Length < 5 || content[0] != 0x2F)
            throw FileSurvey.Damaged();
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(content[1..]);
        return new WebpSize(1 + (int)(bits & SideMask), 1 + (int)(bits >> 14 & SideMask));
    }
}
