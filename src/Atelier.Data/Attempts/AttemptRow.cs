using Atelier.Core.States;

namespace Atelier.Data.Attempts;

/// <summary>An attempt as the steps see it.</summary>
/// <param name="Lane">The provider.</param>
/// <param name="Link">The place in the plan's chain.</param>
/// <param name="Risk">Nano-dollars it can cost at most.</param>
/// <param name="Stored">Whether all of the answer is in the spool.</param>
/// <param name="CallEnded">Whether the sender saw its call end without an answer, or is dead.</param>
/// <param name="Failure">Our word for how it failed.</param>
/// <param name="Now">The database's clock when this was read.</param>
public sealed record AttemptRow(
    Guid Id,
    Guid GenerationId,
    string Lane,
    int Link,
    IReadOnlyList<int> Slots,
    AttemptState State,
    DateTimeOffset IntentAt,
    TimeSpan PostTimeout,
    long Risk,
    bool Rerun,
    string? TaskId,
    bool Stored,
    long? Cost,
    bool CallEnded,
    string? Failure,
    int Polls,
    DateTimeOffset? WatchedSince,
    DateTimeOffset Now
)
{
    /// <summary>How often it was looked at since its generation ended.</summary>
    public int LateLooks { get; init; }

    /// <summary>When all of the answer was in the spool; null when it was not yet.</summary>
    public DateTimeOffset? StoredAt { get; init; }

    /// <summary>Whether an operator said to wait for it no longer.</summary>
    public bool GivenUp { get; init; }

    /// <summary>The mark of the operator's key that sent it; null where none was needed, or before it was sent.</summary>
    public string? SentWith { get; init; }

    /// <summary>What the adapter wrote down at its last look for a lost call.</summary>
    public string? WatchNote { get; init; }
}
