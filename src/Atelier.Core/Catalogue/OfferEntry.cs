namespace Atelier.Core.Catalogue;

/// <summary>A model at a provider: what it is called there, what it can do, what it costs.</summary>
public sealed record OfferEntry
{
    /// <summary>Id of a <see cref="ProviderEntry"/>.</summary>
    public required string Provider { get; init; }

    /// <summary>The model's id at that provider, sent on the wire.</summary>
    public required string ProviderModel { get; init; }

    public required IReadOnlyList<Capability> Capabilities { get; init; }

    /// <summary>What one call can give, in pixels.</summary>
    public required SizeRule Sizes { get; init; }

    /// <summary>Pictures that one call always yields; 1 to 10.</summary>
    public int PicturesPerCall { get; init; } = 1;

    /// <summary>Pictures that one call may be asked for; 1 to 10.</summary>
    public int MaxPerCall { get; init; } = 1;

    /// <summary>
    /// Characters of the final prompt, and of the negative one, counted as UTF-16 units: no provider counts more of them.
    /// </summary>
    public int MaxPromptLength { get; init; } = 4000;

    public required OfferPrice Price { get; init; }

    /// <summary>Whether the same seed gives the same picture.</summary>
    public bool Seed { get; init; }

    /// <summary>Whether a negative prompt is a parameter of its own.</summary>
    public bool NegativePrompt { get; init; }

    /// <summary>The guidance it takes; null when it takes none.</summary>
    public GuidanceRule? Guidance { get; init; }

    /// <summary>Pictures it takes whose look a new one should have; 0 to 20.</summary>
    public int References { get; init; }

    /// <summary>Options of its provider for a new picture whose request does not set them (requirement A-01), by name.</summary>
    public IReadOnlyDictionary<string, string> DefaultParams { get; init; } = new Dictionary<string, string>();
}
