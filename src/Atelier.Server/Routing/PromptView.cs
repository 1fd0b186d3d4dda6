namespace Atelier.Server.Routing;

/// <summary>The words as an offer would get them.</summary>
/// <param name="Final">With the style's words, tags and flags.</param>
/// <param name="Negative">What to avoid, where the offer takes that apart.</param>
/// <param name="NegativeDropped">What was to be avoided, where the offer takes no negative prompt and so is not told: yours, the style's and ours.</param>
internal sealed record PromptView(string? Final, string? Negative, string? NegativeDropped);
