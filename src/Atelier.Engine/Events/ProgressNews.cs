using Atelier.Data.Events;
using Atelier.Engine.Previews;

namespace Atelier.Engine.Events;

/// <summary>Something to tell about a generation.</summary>
/// <param name="Row">The event, or the last one where this is a tick or a replay.</param>
/// <param name="Progress">Percent, never below what was told before.</param>
/// <param name="Tick">Whether it is no stage of its own, and kept nowhere.</param>
/// <param name="Remaining">Seconds that its call is expected to take yet, 0 or more; null where nobody can say.</param>
public sealed record ProgressNews(ProgressRow Row, int Progress, bool Tick, int? Remaining)
{
    /// <summary>A picture that is not finished; null for none.</summary>
    public ShownPreview? Preview { get; init; }
}
