using System.Text.Json.Serialization;
using Atelier.Core.Catalogue;

namespace Atelier.Core.Requests;

/// <summary>Another picture like this one.</summary>
public sealed record Variation(Guid Source, string? Prompt, double Strength) : Edit(Source, Prompt, Strength)
{
    [JsonIgnore]
    public override Capability Capability => Capability.Variations;

    [JsonIgnore]
    public override string Kind => "variation";

    [JsonIgnore]
    public override PromptTexts Texts => new(Prompt, null);

    public override ImageOperation WithTexts(PromptTexts texts) => this with { Prompt = texts.Prompt };
}
