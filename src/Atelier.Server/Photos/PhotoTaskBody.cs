using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atelier.Server.Photos;

/// <summary>What <c>POST /api/generate</c> takes; only <c>sessionId</c> is required.</summary>
internal sealed class PhotoTaskBody
{
    /// <summary>The session that POST /api/upload answered.</summary>
    [JsonPropertyName("sessionId")]
    public string? SessionId { get; set; }

    /// <summary>ghibli, dragonball, pixel, oil or cartoon, the default.</summary>
    [JsonPropertyName("style")]
    public string? Style { get; set; }

    /// <summary>What to do besides, in words; 500 characters are used.</summary>
    [JsonPropertyName("customPrompt")]
    public string? CustomPrompt { get; set; }

    /// <summary>Taken and passed over: what an account may follows from its key alone.</summary>
    [JsonPropertyName("userTier")]
    public JsonElement? UserTier { get; set; }

    /// <summary>standard (the default) or hd.</summary>
    [JsonPropertyName("quality")]
    public string? Quality { get; set; }

    /// <summary>jpg (the default) or png.</summary>
    [JsonPropertyName("outputFormat")]
    public string? OutputFormat { get; set; }

    /// <summary>strict, declared (the default) or best_effort: how much may be lost.</summary>
    [JsonPropertyName("fallback")]
    public string? Fallback { get; set; }

    /// <summary>Id or alias of a model, such as flux1; without it the account's tier decides.</summary>
    [JsonPropertyName("model")]
    public string? Model { get; set; }

    /// <summary>Another name for model, as answers write it; local is the painter in this process.</summary>
    [JsonPropertyName("provider")]
    public string? Provider { get; set; }
}
