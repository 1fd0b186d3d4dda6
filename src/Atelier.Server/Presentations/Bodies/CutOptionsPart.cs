using System.Text.Json.Serialization;
using Atelier.Server.Wire;

namespace Atelier.Server.Presentations.Bodies;

/// <summary>How a subject is cut out.</summary>
internal sealed class CutOptionsPart : BodyPart
{
    /// <summary>Whether the edges are refined; false by default.</summary>
    [JsonPropertyName("refineMask")]
    public bool? RefineMask { get; set; }

    /// <summary>Whether a soft shadow stays; false by default.</summary>
    [JsonPropertyName("preserveShadow")]
    public bool? PreserveShadow { get; set; }

    /// <summary>png, the default, or webp.</summary>
    [JsonPropertyName("outputFormat")]
    public string? OutputFormat { get; set; }
}
