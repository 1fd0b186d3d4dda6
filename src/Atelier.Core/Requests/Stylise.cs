using System.Text.Json.Serialization;
using Atelier.Core.Catalogue;

namespace Atelier.Core.Requests;

/// <summary>A picture turned into a style.</summary>
/// <param name="Source">One of the caller's images.</param>
public sealed record Stylise(Guid Source, string? Prompt, string? Style) : ImageOperation
{
    [JsonIgnore]
    public override Capability Capability => Capability.ImageToImage;

    [JsonIgnore]
    public override string Kind => "stylise";

    [JsonIgnore]
    public override PromptTexts Texts => new(Prompt, null);

    public override ImageOperation WithTexts(PromptTexts texts) => this with { Prompt = texts.Prompt };
}
