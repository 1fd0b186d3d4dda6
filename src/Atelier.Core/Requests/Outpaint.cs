using System.Text.Json.Serialization;
using Atelier.Core.Catalogue;

namespace Atelier.Core.Requests;

/// <summary>A picture grown beyond its edges, by pixels.</summary>
public sealed record Outpaint(Guid Source, int Left, int Right, int Top, int Bottom, string? Prompt, double Strength)
    : Edit(Source, Prompt, Strength)
{
    [JsonIgnore]
    public override Capability Capability => Capability.Outpainting;

    [JsonIgnore]
    public override string Kind => "outpaint";

    [JsonIgnore]
    public override PromptTexts Texts => new(Prompt, null);

    public override ImageOperation WithTexts(PromptTexts texts) => this with { Prompt = texts.Prompt };
}
