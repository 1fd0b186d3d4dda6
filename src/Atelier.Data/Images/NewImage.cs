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

    /// <summary>What the checks said of it, by check; null when it was not checked.</summary>
    public IReadOnlyDictionary<string, string>? Checks { get; init; }

    /// <summary>Checks that a person must decide about before it is shown; empty when it may be.</summary>
    public IReadOnlyList<string> Concerns { get; init; } = [];

    /// <summary>The photo session that it belongs to; null for none.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>Where its files lie; null is the folder that the ids say.</summary>
    public string? Folder { get; init; }

    /// <summary>The bytes of its ThumbHash; null when there is none.</summary>
    public byte[]? ThumbHash { get; init; }
}
