namespace Atelier.Core.Catalogue;

/// <summary>Which models a quality tier prefers; ids or aliases, retired ones too.</summary>
public sealed record TierEntry
{
    public required QualityTier Tier { get; init; }

    /// <summary>In order of preference.</summary>
    public required IReadOnlyList<string> Prefer { get; init; }

    /// <summary>The model of a style, by the style's id.</summary>
    public required IReadOnlyDictionary<string, string> Styles { get; init; }

    /// <summary>The model of every other style, and of none.</summary>
    public required string Default { get; init; }
}
