using Atelier.Core.Prompts;
using Atelier.Providers.Calls;

namespace Atelier.Engine.Planning;

/// <summary>The words as the first offer of a chain would get them (requirement C-34).</summary>
/// <param name="Final">The caller's words with all that is added; null for operations without words.</param>
/// <param name="Negative">What to avoid, where the offer takes that apart; null where it does not, or nothing is to be avoided.</param>
/// <param name="NegativeDropped">What was to be avoided, where the offer takes nothing of the kind and is not told (requirement C-32).</param>
public sealed record PromptPreview(string? Final, string? Negative, string? NegativeDropped)
{
    internal static PromptPreview Of(ComposedPrompt composed, CompiledCall call)
    {
        var words = call.FinalPrompt ?? composed.Prompt;
        return new PromptPreview(words.Length == 0 ? null : words, composed.NegativePrompt, composed.NegativeDropped);
    }
}
