namespace Atelier.Core.Policy;

/// <summary>The words of one category.</summary>
public sealed record PolicyCategoryEntry
{
    public required PolicyCategory Id { get; init; }

    /// <summary>Terms that block.</summary>
    public IReadOnlyList<string> Prohibited { get; init; } = [];

    /// <summary>Terms that send the request to review.</summary>
    public IReadOnlyList<string> Flagged { get; init; } = [];

    /// <summary>
    /// Terms that send to review whatever words stand inside them, such as those of art. With a minor in the request the
    /// words count as they do elsewhere.
    /// </summary>
    public IReadOnlyList<string> Softened { get; init; } = [];
}
