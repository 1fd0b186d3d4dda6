using System.Text.Json.Serialization;

namespace Atelier.Server.Presentations.Bodies;

/// <summary>What <c>POST /api/ai/image/remove-background</c> takes: one of your images.</summary>
internal sealed class RemoveBackgroundBody : PlacedBody
{
    /// <summary>One of your images.</summary>
    [JsonPropertyName("imageId")]
    public string? ImageId { get; set; }

    /// <summary>How it is cut out.</summary>
    public CutOptionsPart? Options { get; set; }
}
