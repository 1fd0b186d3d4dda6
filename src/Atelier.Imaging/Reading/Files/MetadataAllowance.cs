namespace Atelier.Imaging.Reading.Files;

/// <summary>What a file may still carry besides its pixels.</summary>
internal struct MetadataAllowance(PictureReaderOptions limits)
{
    private int _parts = limits.MaxMetadataParts;

    /// <summary>Bytes left.</summary>
    internal long Bytes { get; private set; } = limits.MaxMetadataBytes;

    /// <summary>One more segment or chunk of that size.</summary>
    /// <exception cref="UnreadablePictureException">TooMuchMetadata.</exception>
    internal void TakePart(long bytes)
    {
        _parts--;
        Take(bytes);
    }

    /// <summary>Bytes that a part unpacks to.</summary>
    /// <exception cref="UnreadablePictureException">TooMuchMetadata.</exception>
    internal void Take(long bytes)
    {
        Bytes -= bytes;
        if (_parts < 0 || Bytes < 0)
            throw new UnreadablePictureException(UnreadablePictureReason.TooMuchMetadata);
    }
}
