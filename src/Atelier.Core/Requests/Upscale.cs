using System.Text.Json.Serialization;
using Atelier.Core.Catalogue;

namespace Atelier.Core.Requests;

/// <summary>The same picture with more pixels; the request's size says how many.</summary>
/// <param name="EnhanceDetails">Whether new detail may be invented.</param>
public sealed record Upscale(Guid Source, bool EnhanceDetails, bool Denoise) : ImageOperation
{
    [JsonIgnore]
    public override Capability Capability => Capability.Upscaling;

    [JsonIgnore]
    public override string Kind => "upscale";

    [JsonIgnore]
    public override PromptTexts Texts => PromptTexts.None;

    public override ImageOperation WithTexts(PromptTexts texts) => this;
}
