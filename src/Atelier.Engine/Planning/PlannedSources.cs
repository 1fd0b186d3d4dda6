using Atelier.Providers.Calls;

namespace Atelier.Engine.Planning;

/// <summary>The caller's images that a request names; null where it names none.</summary>
public sealed record PlannedSources(SourceImage? Image, SourceImage? Mask)
{
    public static readonly PlannedSources None = new(null, null);
}
