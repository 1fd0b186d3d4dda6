namespace Atelier.Core.Catalogue;

/// <summary>The models of a quality tier, by id or alias; retired ones stand for their successors.</summary>
public sealed record TierEntry
{
    public required QualityTier Tier { get; init; }

    /// <summary>The models worth using, the best first; at least one.</summary>
    public required IReadOnlyList<string> Prefer { get; init; }

    /// <summary>The model of single styles, by style id.</summary>
    public IReadOnlyDictionary<string, string> Styles { get; init; } = new Dictionary<string, string>();

    /// <summary>The model of styles without a row, and of requests without a style.</summary>
    public required string Default { get; init; }
}
