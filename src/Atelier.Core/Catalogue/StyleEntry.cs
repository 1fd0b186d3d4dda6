namespace Atelier.Core.Catalogue;

/// <summary>A style preset: words for the prompt, and what to avoid.</summary>
public sealed record StyleEntry
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required StyleKind Kind { get; init; }

    public required string Description { get; init; }

    /// <summary>Words added behind the caller's prompt.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Words added to the negative prompt.</summary>
    public IReadOnlyList<string> Avoid { get; init; } = [];

    /// <summary>Words for Midjourney behind its praise, in place of <see cref="Words"/> (requirement A-44).</summary>
    public IReadOnlyList<string> MidjourneyWords { get; init; } = [];

    /// <summary>Words among those that no picture should have, and that this style needs.</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];

    /// <summary>How closely an offer follows the prompt, 1 to 20, unless the caller says; null leaves it to the offer.</summary>
    public decimal? Guidance { get; init; }

    /// <summary>Ids or aliases of the models that suit it best, the best first.</summary>
    public IReadOnlyList<string> Best { get; init; } = [];

    /// <summary>Which score of a model counts for it.</summary>
    public Merit Merit { get; init; }
}
