using System.Text.Json.Serialization;
using Atelier.Server.Wire;

namespace Atelier.Server.Presentations.Bodies;

/// <summary>What surrounds a picture. Of it the brand's colours enter the prompt, and titles and theme with options.useContext.</summary>
internal sealed class ContextPart : BodyPart
{
    /// <summary>Title of the deck; stays here unless options.useContext is true.</summary>
    [JsonPropertyName("presentationTitle")]
    public string? PresentationTitle { get; set; }

    /// <summary>Theme of the deck; likewise.</summary>
    [JsonPropertyName("presentationTheme")]
    public string? PresentationTheme { get; set; }

    /// <summary>Title of the slide; likewise.</summary>
    [JsonPropertyName("slideTitle")]
    public string? SlideTitle { get; set; }

    /// <summary>Place of the slide, from 0.</summary>
    [JsonPropertyName("slideIndex")]
    public double? SlideIndex { get; set; }

    /// <summary>Up to 10 colors such as navy blue, #1a2b3c or rgb(26, 43, 60); the first two go into the prompt.</summary>
    [JsonPropertyName("brandColors")]
    public List<string>? BrandColors { get; set; }

    /// <summary>Up to 20 addresses or ids of pictures; your own ones from here serve as references of style where a model takes any.</summary>
    [JsonPropertyName("existingImages")]
    public List<string>? ExistingImages { get; set; }
}
