namespace Atelier.Data.Images;

/// <summary>A finished image, its files already stored.</summary>
public sealed record NewImage(
    Guid Id,
    string Provider,
    string Model,
    long? Seed,
    int Width,
    int Height,
    string Format,
    IReadOnlyDictionary<string, ImageFile> Files
)
{
    /// <summary>The provider's task that made it; null where there was none.</summary>
    public string? TaskId { get; init; }

    /// <summary>Which picture of that task it is, from 0.</summary>
    public int? TaskPicture { get; init; }

    /// <summary>The file without the mark; null where the picture carries none.</summary>
    public ImageFile? Clean { get; init; }

    /// <summary>The bytes of its ThumbHash; null when there is none.</summary>
    public byte[]? ThumbHash { get; init; }
}
