namespace Atelier.Core.Requests;

/// <summary>What a caller wrote. Kept apart from the rest of a request, so that erasing it is one delete.</summary>
public sealed record PromptTexts(string? Prompt, string? NegativePrompt)
{
    public static readonly PromptTexts None = new(null, null);
}
