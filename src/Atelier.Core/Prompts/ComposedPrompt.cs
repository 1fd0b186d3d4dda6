using Atelier.Core.Routing;

namespace Atelier.Core.Prompts;

/// <summary>What a model is told, all but an adapter's own flags.</summary>
/// <param name="Prompt">Empty when the request has no words, or none was left of the caller's.</param>
/// <param name="NegativePrompt">Null where the offer takes none, or there is nothing to avoid.</param>
/// <param name="Degradations">What the caller wrote and the model is not told.</param>
public sealed record ComposedPrompt(string Prompt, string? NegativePrompt, IReadOnlyList<Degradation> Degradations)
{
    /// <summary>What was to be avoided and is not said to an offer that takes no negative prompt; null where that is nothing.</summary>
    public string? NegativeDropped { get; init; }

    public static readonly ComposedPrompt None = new("", null, []);
}
