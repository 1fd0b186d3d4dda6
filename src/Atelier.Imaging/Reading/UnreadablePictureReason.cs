namespace Atelier.Imaging.Reading;

/// <summary>Why bytes were not read as a picture.</summary>
public enum UnreadablePictureReason
{
    /// <summary>Nothing at all, text, or anything else that is no picture.</summary>
    NotAPicture,

    /// <summary>A picture, but neither PNG nor JPEG nor WebP.</summary>
    UnsupportedFormat,

    /// <summary>The header declares more pixels than are allowed; none was decoded.</summary>
    TooLarge,

    /// <summary>More than one frame.</summary>
    Animated,

    /// <summary>It breaks off, or does not keep what its header promises.</summary>
    Damaged,
}
