using Atelier.Core.States;
using Atelier.Data.Costs;

namespace Atelier.Data.Attempts;

/// <summary>A decision about one attempt.</summary>
/// <param name="Failure">Our word for how it failed; null leaves what is there.</param>
/// <param name="Booking">What it means for the operator's book; null while it is open.</param>
public sealed record AttemptChange(Guid AttemptId, AttemptState State, string? Failure = null, Booking? Booking = null)
{
    /// <summary>Policy categories by their wire names that a provider refused it for; empty when it named none.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Whether it books what may be more than was held for it.</summary>
    internal bool IsBilled => Booking is Booking.Cost { Nanos: > 0 };
}
