using System.Text.Json.Serialization;
using Atelier.Server.Wire;

namespace Atelier.Server.Presentations.Bodies;

/// <summary>What is to be the same about a picture that is made anew.</summary>
internal sealed class RegenerateOptionsPart : BodyPart
{
    /// <summary>true, the default, draws a new seed; false takes the same one.</summary>
    [JsonPropertyName("newSeed")]
    public bool? NewSeed { get; set; }

    /// <summary>true, the default, keeps the style; false takes that of config.</summary>
    [JsonPropertyName("sameStyle")]
    public bool? SameStyle { get; set; }

    /// <summary>true, the default, keeps the ratio; false takes that of config, or the element's.</summary>
    [JsonPropertyName("sameAspectRatio")]
    public bool? SameAspectRatio { get; set; }

    /// <summary>Another prompt in place of the first one; 1 to 4,000 characters.</summary>
    [JsonPropertyName("modifiedPrompt")]
    public string? ModifiedPrompt { get; set; }
}
