using System.Text.Json.Serialization;
using Atelier.Core.Catalogue;
using Atelier.Core.Images;

namespace Atelier.Core.Requests;

/// <summary>What every door turns its call into: validated, normalised, and the same for all of them.</summary>
public sealed record ImageRequest
{
    /// <summary>What is to be done, with the fields that only it has.</summary>
    public required ImageOperation Operation { get; init; }

    /// <summary>Pictures asked for, 1 to 10.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Id of a catalogue model; null lets the router choose.</summary>
    public string? Model { get; init; }

    /// <summary>Which models are worth using; null is standard.</summary>
    public QualityTier? Tier { get; init; }

    /// <summary>The size delivered; null where the operation itself decides it.</summary>
    public PixelSize? Size { get; init; }

    /// <summary>How a picture of another ratio comes to its size: by cover or pad.</summary>
    public FitMode Fit { get; init; } = FitMode.Cover;

    /// <summary>Sets the price.</summary>
    public Quality Quality { get; init; } = Quality.Standard;

    /// <summary>0 to 4294967294; null lets us draw one.</summary>
    public long? Seed { get; init; }

    /// <summary>Colours, light and brand of the picture.</summary>
    public PromptContext Context { get; init; } = PromptContext.None;

    /// <summary>How closely to follow the prompt, 1 to 20; null leaves it to the style.</summary>
    public decimal? GuidanceScale { get; init; }

    /// <summary>
    /// Characters of the caller's prompt that the door lets through, at least 1; the rest is cut, which is declared. Null
    /// cuts nothing.
    /// </summary>
    public int? CutPromptAt { get; init; }

    /// <summary>The format of the original.</summary>
    public ImageFormat Format { get; init; } = ImageFormat.Png;

    /// <summary>How much may be lost before the request is refused.</summary>
    public FallbackRule Fallback { get; init; } = FallbackRule.Declared;

    /// <summary>The class of the queue; a caller may lower it.</summary>
    public JobClass Class { get; init; } = JobClass.Interactive;

    /// <summary>Whether the prompt may stand in the files' metadata.</summary>
    public bool PublishPrompt { get; init; }

    /// <summary>What all calls of the generation may cost the operator at most, in dollars; null is no cap of the caller's.</summary>
    public decimal? MaxCostUsd { get; init; }

    /// <summary>Options of single providers, by provider id, checked against what each takes.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> ProviderOptions { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>The caller's images whose look a new picture should have; at most 20.</summary>
    public IReadOnlyList<Guid> References { get; init; } = [];

    /// <summary>Pictures that were named besides and are none of the caller's images, so that they are lost wherever it runs.</summary>
    public int LostReferences { get; init; }

    /// <summary>What the presentation doors keep of it; null at other doors.</summary>
    public ElementNote? Note { get; init; }

    /// <summary>What an offer must be able to do.</summary>
    [JsonIgnore]
    public Capability Capability => Operation.Capability;
}
