using System.Text.Json.Serialization;
using Atelier.Server.Wire;

namespace Atelier.Server.Presentations.Bodies;

/// <summary>What all presentation doors take: for which element of which slide a picture is. The three names are yours.</summary>
internal abstract class PlacedBody : BodyPart
{
    /// <summary>Your name of the deck, 1 to 128 characters.</summary>
    [JsonPropertyName("presentationId")]
    public string? PresentationId { get; set; }

    /// <summary>Your name of the slide, 1 to 128 characters.</summary>
    [JsonPropertyName("slideId")]
    public string? SlideId { get; set; }

    /// <summary>Your name of the element, 1 to 128 characters.</summary>
    [JsonPropertyName("elementId")]
    public string? ElementId { get; set; }
}
