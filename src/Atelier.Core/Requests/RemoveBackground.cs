using System.Text.Json.Serialization;
using Atelier.Core.Catalogue;

namespace Atelier.Core.Requests;

/// <summary>The subject alone, with alpha.</summary>
public sealed record RemoveBackground(Guid Source, bool RefineMask, bool PreserveShadow) : ImageOperation
{
    [JsonIgnore]
    public override Capability Capability => Capability.BackgroundRemoval;

    [JsonIgnore]
    public override string Kind => "remove_background";

    [JsonIgnore]
    public override PromptTexts Texts => PromptTexts.None;

    public override ImageOperation WithTexts(PromptTexts texts) => this;
}
