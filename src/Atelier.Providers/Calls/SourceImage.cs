using Atelier.Core.Images;

namespace Atelier.Providers.Calls;

/// <summary>One of the caller's images, as an adapter may know it before it is sent.</summary>
/// <param name="Width">Pixels; likewise <paramref name="Height"/>.</param>
/// <param name="Provider">Who made it.</param>
/// <param name="TaskId">The provider's task that made it; null where there was none.</param>
/// <param name="TaskPicture">Which picture of that task it is, from 0.</param>
public sealed record SourceImage(Guid Id, int Width, int Height, string Provider, string? TaskId, int? TaskPicture)
{
    /// <summary>How it came to be; null for what the caller brought.</summary>
    public DigitalSourceType? Made { get; init; }

    /// <summary>The mark of the key whose task made it; null where there was none, or nobody wrote it down.</summary>
    public string? SentWith { get; init; }

    /// <summary>
    /// Whether it is given with a mark that it carries. Its provider has it without, so the task is named for what is painted anew only.
    /// </summary>
    public bool Marked { get; init; }

    /// <summary>The photo session that it goes with; null for one that stays.</summary>
    public Guid? SessionId { get; init; }
}
