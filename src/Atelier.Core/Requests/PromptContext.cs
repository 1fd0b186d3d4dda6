using System.Text.Json.Serialization;

namespace Atelier.Core.Requests;

/// <summary>What surrounds a picture and goes into its prompt.</summary>
/// <param name="BrandColors">Colours as <see cref="BrandColor"/> takes them; the first two are used.</param>
public sealed record PromptContext(ColorScheme? ColorScheme, Lighting? Lighting, IReadOnlyList<string> BrandColors)
{
    public static readonly PromptContext None = new(null, null, []);

    /// <summary>Titles and theme, where the caller wants them in the prompt; else null.</summary>
    public Surroundings? Surroundings { get; init; }

    [JsonIgnore]
    public bool IsEmpty => ColorScheme is null && Lighting is null && BrandColors.Count == 0 && Surroundings is null;
}
