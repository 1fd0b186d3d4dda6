using Atelier.Providers.Calls;

namespace Atelier.Providers.Reconciling;

/// <summary>A POST that may have been sent, and whose answer is not known.</summary>
/// <param name="IntentAt">When its intent was committed; it was sent at most 5 s later, or never.</param>
/// <param name="Now">The same clock, now.</param>
/// <param name="WatchedSince">When it was first looked for; null the first time.</param>
/// <param name="Rivals">Other calls lost at this provider that could be meant as well.</param>
/// <param name="KnownTasks">Tasks that belong to other attempts of ours.</param>
public sealed record LostCall(
    Guid AttemptId,
    CompiledCall Call,
    DateTimeOffset IntentAt,
    DateTimeOffset Now,
    DateTimeOffset? WatchedSince,
    IReadOnlyList<LostRival> Rivals,
    IReadOnlySet<string> KnownTasks
)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(5);

    /// <summary>From here on it can no longer begin: an intent is sent within 5 s or never.</summary>
    public DateTimeOffset SentBy => IntentAt + Life;

    /// <summary>
    /// How long after the end of its time it may still be at work at a provider that did not notice that nobody listens any more.
    /// The default is 30 s.
    /// </summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The first of the slots it was to serve, from 0.</summary>
    public int FirstSlot { get; init; }

    /// <summary>Where the provider was asked to call back; null without a public address.</summary>
    public Uri? Callback { get; init; }

    /// <summary>What the adapter wrote down at its last look; null the first time.</summary>
    public string? Note { get; init; }

    /// <summary>Whether it can no longer make anything: not before its time and the grace after that are over, nor while it may begin.</summary>
    /// <param name="postTimeout">The most its POST may take, from the intent on.</param>
    public bool IsOver(TimeSpan postTimeout) => Now >= IntentAt + postTimeout + (Grace > Life ? Grace : Life);
}
