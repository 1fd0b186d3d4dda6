using Atelier.Core.Requests;

namespace Atelier.Providers.Stability.Compiling;

/// <summary>The words of a call: the caller's, or what the operation itself means. In English, which the second API checks.</summary>
internal static class Wordings
{
    /// <summary>The upscalers want to know what they see; of a picture nobody described, they learn how it should look.</summary>
    public const string Upscale = "The same picture, sharp and clean, true to its subject, colours and composition.";

    public static string Of(StabilityDraft draft) =>
        draft.Order.Prompt
        ?? draft.Operation switch
        {
            Create create => create.Prompt,
            Stylise { Style: { } style } => $"A picture in the style {style}.",
            Inpaint => "What fits the rest of the picture, in the same style and light.",
            _ => "The same subject and style, other details.",
        };
}
