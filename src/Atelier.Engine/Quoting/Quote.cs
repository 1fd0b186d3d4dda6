using Atelier.Engine.Planning;

namespace Atelier.Engine.Quoting;

/// <summary>What a request costs at most, for one generation until it expires, and how long it would take.</summary>
/// <param name="Route">Where it would go, by what the account's budgets have room for.</param>
/// <param name="Price">Thousandths of a credit that would be reserved: the most the caller pays.</param>
/// <param name="Expected">Nano-dollars the operator would pay at the first offer.</param>
/// <param name="Maximum">Nano-dollars the operator pays at most, at the dearest offer of the chain.</param>
/// <param name="Eta">Null where nothing is known; <paramref name="NoEta"/> says why.</param>
/// <param name="Affordable">What the account could spend at this moment.</param>
public sealed record Quote(
    Guid Id,
    DateTimeOffset ExpiresAt,
    PlannedRoute Route,
    long Price,
    long Expected,
    long Maximum,
    Eta? Eta,
    string? NoEta,
    Affordability Affordable
);
