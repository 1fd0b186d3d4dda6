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

    /// <summary>A JPEG that is coded in a way hardly anything reads: lossless, hierarchical, arithmetic, 12 bits.</summary>
    UnsupportedCoding,

    /// <summary>A JPEG that is built up in more scans than are allowed; none was decoded.</summary>
    TooManyScans,

    /// <summary>More EXIF, XMP, profiles and texts than are allowed, unpacked or in number; none was decoded.</summary>
    TooMuchMetadata,
}
