using Atelier.Data.Queue;

namespace Atelier.Data.Attempts;

/// <summary>What a step decided; written whole and fenced, and the claim with it let go.</summary>
/// <param name="Next">What to send next; null when nothing is, or it stands in the queue already.</param>
/// <param name="Wait">How long to wait before <paramref name="Next"/> is sent.</param>
/// <param name="FollowIn">When to look after what was sent; null when there is nothing to look after.</param>
public sealed record Step(
    IReadOnlyList<AttemptChange> Changes,
    NextCall? Next = null,
    TimeSpan Wait = default,
    TimeSpan? FollowIn = null
)
{
    /// <summary>Attempts that were asked for once more.</summary>
    public IReadOnlyList<Guid> Polled { get; init; } = [];

    /// <summary>Lost calls that were looked for.</summary>
    public IReadOnlyList<Guid> Watched { get; init; } = [];

    /// <summary>Places of the chain that were passed by, since an operator holds their provider back.</summary>
    public IReadOnlyList<int> Passed { get; init; } = [];

    /// <summary>Whether it makes pictures of its own from here on, and waits for no other's.</summary>
    public bool Alone { get; init; }

    /// <summary>Whether the claim goes on: the next step follows under the same epoch.</summary>
    public bool Keep { get; init; }
}
