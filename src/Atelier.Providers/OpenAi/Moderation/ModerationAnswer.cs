namespace Atelier.Providers.OpenAi.Moderation;

/// <summary>What the moderation model says.</summary>
/// <param name="Categories">Those it flags, in its own words such as <c>violence/graphic</c>.</param>
public sealed record ModerationAnswer(bool Flagged, IReadOnlyList<string> Categories);
