using Atelier.Core.States;

namespace Atelier.Data.Attempts;

/// <summary>What became of one paid call, to be told to the account that asked for it.</summary>
/// <param name="Link">The place in the plan's chain.</param>
/// <param name="Seconds">From the intent to its end; null while it runs, or where nobody wrote it down.</param>
/// <param name="Failure">Our word for how it failed.</param>
/// <param name="Entry">How its risk ended in the book: cost, clear or write_off; null while it is open.</param>
/// <param name="Nanos">Nano-dollars that count as spent for it.</param>
/// <param name="Estimated">Whether the provider did not say what it cost.</param>
public sealed record AttemptStory(
    int Link,
    string Provider,
    IReadOnlyList<int> Slots,
    AttemptState State,
    DateTimeOffset StartedAt,
    double? Seconds,
    string? Failure,
    bool Rerun,
    string? Entry,
    long Nanos,
    bool Estimated
)
{
    /// <summary>The mark of the operator's key that sent it; null where there is none.</summary>
    public string? SentWith { get; init; }
}
