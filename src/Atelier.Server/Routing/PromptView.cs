namespace Atelier.Server.Routing;

/// <summary>The words as an offer would get them.</summary>
/// <param name="Final">With the style's words, tags and flags.</param>
/// <param name="Negative">What to avoid, where the offer takes that apart.</param>
internal sealed record PromptView(string? Final, string? Negative);
