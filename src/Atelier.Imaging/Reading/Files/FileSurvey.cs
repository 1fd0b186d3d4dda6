using Atelier.Core.Images;

namespace Atelier.Imaging.Reading.Files;

/// <summary>
/// Walks through a file and holds it against the limits, before any decoder sees it. Takes time in proportion to the
/// bytes and next to no memory, whatever they say.
/// </summary>
internal static class FileSurvey
{
    /// <exception cref="UnreadablePictureException">Any reason but Animated.</exception>
    internal static DeclaredPicture Read(ReadOnlySpan<byte> bytes, PictureReaderOptions limits) =>
        MagicBytes.Recognise(bytes) switch
        {
            ImageFormat.Png => PngSurvey.Read(bytes, limits),
            ImageFormat.Jpeg => JpegSurvey.Read(bytes, limits),
            ImageFormat.Webp => WebpSurvey.Read(bytes, limits),
            var format => throw new ArgumentOutOfRangeException(nameof(bytes), format, "Unknown image format."),
        };

    internal static UnreadablePictureException Damaged() => new(UnreadablePictureReason.Damaged);

    internal static void CheckSize(int width, int height, PictureReaderOptions limits)
    {
        if (width < 1 || height < 1)
            throw Damaged();
        if (Math.Max(width, height) > limits.MaxSide || (long)width * height > limits.MaxPixels)
            throw new UnreadablePictureException(UnreadablePictureReason.TooLarge);
    }
}
