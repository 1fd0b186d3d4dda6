using Atelier.Core.Images;
using Atelier.Imaging.Reading.Files;

namespace Atelier.Imaging.Reading;

/// <summary>Tells formats by their first bytes. Nothing that a sender says about its bytes counts.</summary>
internal static class MagicBytes
{
    private const int TextSearched = 1024;

    private static ReadOnlySpan<byte> JpegStart => [0xFF, 0xD8, 0xFF];

    /// <exception cref="UnreadablePictureException">NotAPicture or UnsupportedFormat.</exception>
    internal static ImageFormat Recognise(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(PngChunks.Signature))
            return ImageFormat.Png;
        if (bytes.StartsWith(JpegStart))
            return ImageFormat.Jpeg;
        if (bytes.StartsWith("RIFF"u8) && HasAt(bytes, 8, "WEBP"u8))
            return ImageFormat.Webp;

        throw new UnreadablePictureException(
            IsOtherPicture(bytes) ? UnreadablePictureReason.UnsupportedFormat : UnreadablePictureReason.NotAPicture
        );
    }

    // Only for the answer's sake: a person who sent a GIF should read more than "not a picture".
    private static bool IsOtherPicture(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("GIF8"u8)
        || bytes.StartsWith("BM"u8)
        || bytes.StartsWith("II*\0"u8)
        || bytes.StartsWith("MM\0*"u8)
        || HasAt(bytes, 4, "ftyp"u8)
        || HasAt(bytes, 4, "JXL "u8)
        || bytes[..Math.Min(bytes.Length, TextSearched)].IndexOf("<svg"u8) >= 0;

    private static bool HasAt(ReadOnlySpan<byte> bytes, int place, ReadOnlySpan<byte> wanted) =>
        bytes.Length >= place && bytes[place..].StartsWith(wanted);
}
