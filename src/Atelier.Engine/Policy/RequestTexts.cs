using Atelier.Core.Policy;
using Atelier.Core.Requests;

namespace Atelier.Engine.Policy;

/// <summary>All words of a request that its caller chose freely.</summary>
internal static class RequestTexts
{
    /// <summary>Provider options are words of a list or numbers, and so are not among them.</summary>
    public static PolicyTexts Of(ImageRequest request)
    {
        var texts = request.Operation.Texts;
        return new PolicyTexts([.. ListOf(texts.Prompt), .. request.Context.BrandColors], ListOf(texts.NegativePrompt));
    }

    private static string[] ListOf(string? text) => string.IsNullOrWhiteSpace(text) ? [] : [text];
}
