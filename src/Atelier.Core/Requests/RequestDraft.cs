namespace Atelier.Core.Requests;

/// <summary>A request as a door read it: the right types, nothing checked. Field names are those of <c>/v1</c>.</summary>
public sealed record RequestDraft
{
    /// <summary>The kind of operation; null is <c>create</c>.</summary>
    public string? Operation { get; init; }

    public string? Prompt { get; init; }

    public string? NegativePrompt { get; init; }

    public string? Style { get; init; }

    public string? Model { get; init; }

    /// <summary><c>standard</c>, <c>premium</c> or <c>ultra</c>.</summary>
    public string? Tier { get; init; }

    public int? Count { get; init; }

    /// <summary><c>1024x768</c> or <c>auto</c>; excludes <see cref="AspectRatio"/>.</summary>
    public string? Size { get; init; }

    public string? AspectRatio { get; init; }

    /// <summary>Units of a grid that the picture fills across, with the ratio <c>custom</c>.</summary>
    public int? GridWidth { get; init; }

    /// <summary>Units of a grid that the picture fills down, with the ratio <c>custom</c>.</summary>
    public int? GridHeight { get; init; }

    /// <summary><c>cover</c> or <c>pad</c>.</summary>
    public string? Fit { get; init; }

    public string? Quality { get; init; }

    public long? Seed { get; init; }

    /// <summary>One of <see cref="Requests.ColorScheme"/>, in snake case.</summary>
    public string? ColorScheme { get; init; }

    /// <summary>One of <see cref="Requests.Lighting"/>, in snake case.</summary>
    public string? Lighting { get; init; }

    public IReadOnlyList<string>? BrandColors { get; init; }

    /// <summary>Titles and theme that are to enter the prompt.</summary>
    public Surroundings? Surroundings { get; init; }

    public decimal? GuidanceScale { get; init; }

    public string? OutputFormat { get; init; }

    public string? Fallback { get; init; }

    public string? Priority { get; init; }

    public bool? PublishPrompt { get; init; }

    public decimal? MaxCostUsd { get; init; }

    /// <summary>Id of the image that is changed.</summary>
    public string? Image { get; init; }

    /// <summary>Id of the image that says where.</summary>
    public string? Mask { get; init; }

    public double? Strength { get; init; }

    /// <summary>Pixels to add at each edge.</summary>
    public OutpaintDraft? Extend { get; init; }

    public bool? EnhanceDetails { get; init; }

    public bool? Denoise { get; init; }

    public bool? RefineMask { get; init; }

    public bool? PreserveShadow { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? ProviderOptions { get; init; }
}
