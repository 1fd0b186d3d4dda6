using System.Text.Json.Serialization;

namespace Atelier.Server.Presentations.Bodies;

/// <summary>What <c>POST /api/ai/image/upscale</c> takes: one of your images, and how large it is to be.</summary>
internal sealed class ImageUpscaleBody : PlacedBody
{
    /// <summary>One of your images.</summary>
    [JsonPropertyName("imageId")]
    public string? ImageId { get; set; }

    /// <summary>standard, high or ultra, or draft for what is smaller still; sets the price.</summary>
    [JsonPropertyName("targetQuality")]
    public string? TargetQuality { get; set; }

    /// <summary>Whether new detail may be invented; false by default.</summary>
    [JsonPropertyName("enhanceDetails")]
    public bool? EnhanceDetails { get; set; }

    /// <summary>Whether noise is taken out; false by default.</summary>
    public bool? Denoise { get; set; }
}
