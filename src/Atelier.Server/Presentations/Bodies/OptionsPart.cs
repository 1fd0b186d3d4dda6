using System.Text.Json.Serialization;
using Atelier.Server.Wire;

namespace Atelier.Server.Presentations.Bodies;

/// <summary>Further wishes about a new picture.</summary>
internal sealed class OptionsPart : BodyPart
{
    /// <summary>What to avoid; at most 4,000 characters.</summary>
    [JsonPropertyName("negativePrompt")]
    public string? NegativePrompt { get; set; }

    /// <summary>0 to 4294967294; the same seed gives the same picture where the model knows seeds.</summary>
    public long? Seed { get; set; }

    /// <summary>How closely to follow the prompt, 1 to 20; the style decides by default.</summary>
    [JsonPropertyName("guidanceScale")]
    public decimal? GuidanceScale { get; set; }

    /// <summary>dalle3, sdxl, midjourney, any model's id or alias, or auto, the default.</summary>
    public string? Provider { get; set; }

    /// <summary>warm, cool, neutral or vibrant.</summary>
    [JsonPropertyName("colorScheme")]
    public string? ColorScheme { get; set; }

    /// <summary>natural, studio, dramatic or soft.</summary>
    public string? Lighting { get; set; }

    /// <summary>Ours: whether titles and theme of the context enter the prompt, and so leave the service; false by default.</summary>
    [JsonPropertyName("useContext")]
    public bool? UseContext { get; set; }

    /// <summary>Ours: strict, declared (the default) or best_effort: how much may be lost.</summary>
    public string? Fallback { get; set; }

    /// <summary>Ours: interactive (the default), background or prefetch.</summary>
    public string? Priority { get; set; }
}
