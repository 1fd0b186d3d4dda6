namespace Atelier.Data.Images;

/// <summary>A stored image, and what is needed to sign addresses for it.</summary>
/// <param name="GenerationId">Null for a picture that a caller brought.</param>
/// <param name="UrlEpoch">The account's, part of every signature.</param>
/// <param name="Files">What may be shown, by name; never the file without the mark.</param>
public sealed record ImageRow(
    Guid Id,
    Guid? GenerationId,
    Guid AccountId,
    int UrlEpoch,
    string Provider,
    string Model,
    long? Seed,
    int Width,
    int Height,
    string Format,
    IReadOnlyDictionary<string, ImageFile> Files,
    DateTimeOffset CreatedAt
)
{
    /// <summary>Where its files lie, as <see cref="Blobs.BlobKeys.In"/> takes it.</summary>
    public required string Folder { get; init; }

    /// <summary>The photo session that it goes with; null for none.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>Whether it is a surplus or late picture: not charged, to be chosen until it expires.</summary>
    public bool Candidate { get; init; }

    /// <summary>When its files go; null when they stay.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether its files are gone.</summary>
    public bool Deleted { get; init; }

    /// <summary>Whether its files in full size are gone, or about to go; the thumbnails are there.</summary>
    public bool Reduced { get; init; }

    /// <summary>Whether a download or a use is to be noted: the last note is older than a day.</summary>
    public bool NoteDue { get; init; }

    /// <summary>The provider's task that made it; null where there was none.</summary>
    public string? TaskId { get; init; }

    /// <summary>Which picture of that task it is, from 0.</summary>
    public int? TaskPicture { get; init; }

    /// <summary>Whether its files carry the mark.</summary>
    public bool Marked { get; init; }

    /// <summary>Whether it carries the mark, and its account's tier still asks for one on what is made of it.</summary>
    public bool StaysMarked { get; init; }

    /// <summary>What the checks said of it, by check; null for pictures from before there were checks.</summary>
    public IReadOnlyDictionary<string, string>? Checks { get; init; }

    /// <summary>The bytes of its ThumbHash; null for pictures from before there was one.</summary>
    public byte[]? ThumbHash { get; init; }
}
