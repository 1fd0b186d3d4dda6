using Atelier.Core.Images;

namespace Atelier.Imaging.Reading.Files;

/// <summary>Surveys JPEG: one frame of a kind that is read, its scans, and what the segments carry.</summary>
internal static class JpegSurvey
{
    internal static DeclaredPicture Read(ReadOnlySpan<byte> bytes, PictureReaderOptions limits)
    {
        var markers = new JpegMarkers(bytes);
        var metadata = new MetadataAllowance(limits);
        JpegFrame? frame = null;
        var scans = 0;
        while (markers.MoveNext())
        {
            switch (markers.Marker)
            {
                case JpegMarkers.EndOfImage:
                    return Declared(frame, scans, markers.Place);
                case JpegMarkers.StartOfScan:
                    if (++scans > limits.MaxScans)
                        throw new UnreadablePictureException(UnreadablePictureReason.TooManyScans);
                    break;
                case (>= 0xE0 and <= 0xEF) or 0xFE:
                    metadata.TakePart(markers.Content.Length);
                    break;
                case var marker when JpegFrame.IsStart(marker):
                    if (frame is not null)
                        throw FileSurvey.Damaged();
                    frame = JpegFrame.Read(marker, markers.Content);
                    FileSurvey.CheckSize(frame.Value.Width, frame.Value.Height, limits);
                    break;
                case < 0xC0 or JpegMarkers.StartOfImage:
                    throw FileSurvey.Damaged();
            }
        }

        // Without its end mark a picture may still be whole; its decoder finds out.
        return Declared(frame, scans, bytes.Length);
    }

    private static DeclaredPicture Declared(JpegFrame? frame, int scans, int length) =>
        frame is { } found && scans > 0
            ? new DeclaredPicture(ImageFormat.Jpeg, found.Width, found.Height, 1, length)
            : throw FileSurvey.Damaged();
}
