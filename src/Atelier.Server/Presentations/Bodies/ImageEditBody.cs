using System.Text.Json.Serialization;

namespace Atelier.Server.Presentations.Bodies;

/// <summary>What <c>POST /api/ai/image/edit</c> takes: one of your images, and what is to change about it.</summary>
internal sealed class ImageEditBody : PlacedBody
{
    /// <summary>One of your images.</summary>
    [JsonPropertyName("imageId")]
    public string? ImageId { get; set; }

    /// <summary>What is to change.</summary>
    public EditPart? Edit { get; set; }

    /// <summary>Ours: the element's units, to which an outpaint grows.</summary>
    public ConstraintsPart? Constraints { get; set; }
}
