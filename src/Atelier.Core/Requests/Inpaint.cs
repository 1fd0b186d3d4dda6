using System.Text.Json.Serialization;
using Atelier.Core.Catalogue;

namespace Atelier.Core.Requests;

/// <summary>New pixels where a mask says so.</summary>
/// <param name="Mask">One of the caller's images; transparent or white is repainted.</param>
public sealed record Inpaint(Guid Source, Guid Mask, string? Prompt, double Strength) : Edit(Source, Prompt, Strength)
{
    [JsonIgnore]
    public override Capability Capability => Capability.Inpainting;

    [JsonIgnore]
    public override string Kind => "inpaint";

    [JsonIgnore]
    public override PromptTexts Texts => new(Prompt, null);

    public override ImageOperation WithTexts(PromptTexts texts) => this with { Prompt = texts.Prompt };
}
