using Atelier.Engine.Planning;

namespace Atelier.Engine.Quoting;

/// <summary>What a request would cost and how long it would take, as far as that can be said now.</summary>
/// <param name="Route">Where it would go.</param>
/// <param name="Price">Thousandths of a credit that would be reserved: the most the caller pays.</param>
/// <param name="Expected">Nano-dollars the operator would pay at the first offer.</param>
/// <param name="Maximum">Nano-dollars the operator would pay at most, at the dearest offer of the chain.</param>
/// <param name="Eta">Null where nothing is known; <paramref name="NoEta"/> says why.</param>
/// <param name="Affordable">What the account could spend at this moment.</param>
public sealed record Quote(
    PlannedRoute Route,
    long Price,
    long Expected,
    long Maximum,
    Eta? Eta,
    string? NoEta,
    Affordability Affordable
);
