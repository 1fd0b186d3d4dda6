using System.Text.Json.Serialization;

namespace Atelier.Server.Presentations.Bodies;

/// <summary>What <c>POST /api/ai/image/regenerate</c> takes: a generation that is made anew.</summary>
internal sealed class ImageRegenerateBody : PlacedBody
{
    /// <summary>The generation that is made anew.</summary>
    [JsonPropertyName("generationId")]
    public string? GenerationId { get; set; }

    /// <summary>What is to be the same.</summary>
    public RegenerateOptionsPart? Options { get; set; }

    /// <summary>Ours: a new style, ratio or quality.</summary>
    public ConfigPart? Config { get; set; }

    /// <summary>Ours: the element's units, for a ratio custom.</summary>
    public ConstraintsPart? Constraints { get; set; }
}
