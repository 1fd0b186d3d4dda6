using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Data.Images;

namespace Atelier.Data.Generations;

/// <summary>How a generation ends: with pictures, with an error, or canceled.</summary>
/// <param name="State">Terminal.</param>
/// <param name="Delivered">The pictures, by slot; the caller pays for these and no others.</param>
/// <param name="SlotErrors">Error codes of slots without a picture.</param>
public sealed record Ending(
    GenerationState State,
    IReadOnlyDictionary<int, NewImage> Delivered,
    IReadOnlyDictionary<int, string> SlotErrors,
    string? ErrorCode = null,
    string? ErrorMessage = null
)
{
    /// <summary>What the attempts came to whose answers were finished here.</summary>
    public IReadOnlyList<AttemptChange> Attempts { get; init; } = [];

    /// <summary>Surplus pictures: stored and not charged.</summary>
    public IReadOnlyList<NewImage> Candidates { get; init; } = [];

    /// <summary>How long the delivered pictures are kept; null is for good.</summary>
    public TimeSpan? KeptFor { get; init; }

    /// <summary>Whether anything may have been paid to a provider, so that the budget takes part.</summary>
    public bool Paid { get; init; }

    /// <summary>
    /// Checks that a person must decide about before anything is delivered; empty when it ends at once. Then the pictures are
    /// parked, and this is how it would have ended.
    /// </summary>
    public IReadOnlyList<string> Concerns { get; init; } = [];

    /// <summary>Parked pictures that this ending delivers.</summary>
    internal int Freed { get; init; }

    /// <summary>Pictures that the caller pays for.</summary>
    internal int Pictures => Delivered.Count + Freed;

    /// <summary>No picture, for one reason that holds for all slots.</summary>
    public static Ending Without(GenerationState state, string errorCode, string message) =>
        new(state, new Dictionary<int, NewImage>(), new Dictionary<int, string>(), errorCode, message);
}
