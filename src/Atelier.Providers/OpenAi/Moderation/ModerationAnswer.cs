using Atelier.Core.Policy;

namespace Atelier.Providers.OpenAi.Moderation;

/// <summary>What a moderation model says of a text, a picture or both.</summary>
/// <param name="Flagged">Whether it found anything at all; perhaps something that we have no category for.</param>
/// <param name="Categories">Our categories that it flagged, each with its highest score, 0 to 1.</param>
public sealed record ModerationAnswer(bool Flagged, IReadOnlyDictionary<PolicyCategory, double> Categories);
