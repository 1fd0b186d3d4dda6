using System.Text.Json.Serialization;

namespace Atelier.Core.Requests;

/// <summary>What surrounds a picture and goes into its prompt. Titles and themes do not.</summary>
/// <param name="BrandColors">Colours as <see cref="BrandColor"/> takes them; the first two are used.</param>
public sealed record PromptContext(ColorScheme? ColorScheme, Lighting? Lighting, IReadOnlyList<string> BrandColors)
{
    public static readonly PromptContext None = new(null, null, []);

    [JsonIgnore]
    public bool IsEmpty => ColorScheme is null && Lighting is null && BrandColors.Count == 0;
}
