using System.Text.Json.Serialization;
using Atelier.Server.Wire;

namespace Atelier.Server.Presentations.Bodies;

/// <summary>Style, ratio and resolution of a picture.</summary>
internal sealed class ConfigPart : BodyPart
{
    /// <summary>realistic, illustration, abstract, minimal or photo.</summary>
    public string? Style { get; set; }

    /// <summary>16:9, 4:3, 1:1, 9:16, or custom: the ratio of the element.</summary>
    [JsonPropertyName("aspectRatio")]
    public string? AspectRatio { get; set; }

    /// <summary>draft, standard, high or ultra.</summary>
    public string? Quality { get; set; }
}
