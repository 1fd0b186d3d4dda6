using System.Text.Json.Serialization;
using Atelier.Core.Catalogue;

namespace Atelier.Core.Requests;

/// <summary>A picture from words.</summary>
/// <param name="Prompt">1 to 4,000 characters, trimmed.</param>
/// <param name="NegativePrompt">What to avoid; null when nothing was said.</param>
/// <param name="Style">Id of a catalogue style; null for none.</param>
public sealed record Create(string Prompt, string? NegativePrompt, string? Style) : ImageOperation
{
    [JsonIgnore]
    public override Capability Capability => Capability.TextToImage;

    [JsonIgnore]
    public override string Kind => "create";

    [JsonIgnore]
    public override PromptTexts Texts => new(Prompt, NegativePrompt);

    public override ImageOperation WithTexts(PromptTexts texts) =>
        this with
        {
            Prompt = texts.Prompt ?? "",
            NegativePrompt = texts.NegativePrompt,
        };
}
