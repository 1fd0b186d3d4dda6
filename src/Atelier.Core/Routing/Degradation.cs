namespace Atelier.Core.Routing;

/// <summary>Something asked for that an offer cannot give, and what happens instead.</summary>
/// <param name="Code">Snake case, such as <c>negative_prompt_dropped</c>.</param>
/// <param name="Text">A sentence for people.</param>
public sealed record Degradation(string Code, string Text);
