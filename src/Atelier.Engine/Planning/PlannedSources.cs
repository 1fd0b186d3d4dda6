using Atelier.Providers.Calls;

namespace Atelier.Engine.Planning;

/// <summary>The caller's images that a request names; null where it names none.</summary>
public sealed record PlannedSources(SourceImage? Image, SourceImage? Mask)
{
    /// <summary>Pictures whose look a new one should have, in the caller's order.</summary>
    public IReadOnlyList<SourceImage> References { get; init; } = [];

    public static readonly PlannedSources None = new(null, null);
}
