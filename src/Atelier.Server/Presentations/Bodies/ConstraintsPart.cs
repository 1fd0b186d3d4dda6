using System.Text.Json.Serialization;
using Atelier.Server.Wire;

namespace Atelier.Server.Presentations.Bodies;

/// <summary>The element that a picture fills, in units of the slide's grid of 12 by 8.</summary>
internal sealed class ConstraintsPart : BodyPart
{
    /// <summary>Units across, 1 to 12.</summary>
    [JsonPropertyName("gridWidth")]
    public int? GridWidth { get; set; }

    /// <summary>Units down, 1 to 8.</summary>
    [JsonPropertyName("gridHeight")]
    public int? GridHeight { get; set; }
}
