namespace Atelier.Imaging.Reading;

/// <summary>Bytes from outside were not read as a picture. The text is ours and may be shown to anyone.</summary>
public sealed class UnreadablePictureException : Exception
{
    public UnreadablePictureException() { }

    public UnreadablePictureException(string message)
        : base(message) { }

    public UnreadablePictureException(string message, Exception innerException)
        : base(message, innerException) { }

    // Without the failure below: its text comes from the process-wide error buffer and may quote the file.
    internal UnreadablePictureException(UnreadablePictureReason reason)
        : base(TextOf(reason)) => Reason = reason;

    /// <summary>What is wrong with the bytes.</summary>
    public UnreadablePictureReason Reason { get; }

    private static string TextOf(UnreadablePictureReason reason) =>
        reason switch
        {
            UnreadablePictureReason.NotAPicture => "The bytes are not a picture.",
            UnreadablePictureReason.UnsupportedFormat => "The picture is neither PNG nor JPEG nor WebP.",
            UnreadablePictureReason.TooLarge => "The picture has more pixels than are read.",
            UnreadablePictureReason.Animated => "The picture is animated; only still ones are read.",
            UnreadablePictureReason.Damaged => "The picture is damaged or incomplete.",
            UnreadablePictureReason.UnsupportedCoding =>
                "The JPEG is lossless, arithmetic, or of another rare coding; save it as an ordinary one.",
            UnreadablePictureReason.TooManyScans => "The JPEG is built up in more scans than are read.",
            UnreadablePictureReason.TooMuchMetadata => "The picture carries more data beside its pixels than is read.",
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Unknown reason."),
        };
}
