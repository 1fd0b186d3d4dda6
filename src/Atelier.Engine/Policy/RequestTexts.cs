using Atelier.Core.Policy;
using Atelier.Core.Prompts;
using Atelier.Core.Requests;

namespace Atelier.Engine.Policy;

/// <summary>All words of a request that its caller chose freely.</summary>
internal static class RequestTexts
{
    /// <summary>Provider options are words of a list or numbers, and so are not among them.</summary>
    public static PolicyTexts Of(ImageRequest request)
    {
        var texts = request.Operation.Texts;
        return new PolicyTexts(
            [
                .. Wordings.Of(texts.Prompt, request.CutPromptAt),
                .. request.Context.BrandColors,
                .. request.Context.Surroundings?.Texts().SelectMany(text => Wordings.Of(text)) ?? [],
            ],
            Wordings.Of(texts.NegativePrompt)
        );
    }
}
