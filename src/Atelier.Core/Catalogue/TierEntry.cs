namespace Atelier.Core.Catalogue;

/// <summary>The models of a quality tier. Names are ids or aliases; retired models stand for their successors.</summary>
public sealed record TierEntry
{
    public required QualityTier Tier { get; init; }

    /// <summary>The best first; the rest is the way to fall back. At least one.</summary>
    public required IReadOnlyList<string> Prefer { get; init; }

    /// <summary>The model for a style, by the style's id; styles without a row take <see cref="Default"/>.</summary>
    public IReadOnlyDictionary<string, string> Styles { get; init; } = new Dictionary<string, string>();

    /// <summary>The model where no style says otherwise.</summary>
    public required string Default { get; init; }
}
