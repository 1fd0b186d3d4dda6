namespace Atelier.Engine.Health;

/// <summary>How a provider answered when it was last asked.</summary>
/// <param name="Problem">What is wrong, in our words; null when all is in order.</param>
/// <param name="BalanceUsd">Dollars that can be spent there; null where it is not told or not known.</param>
/// <param name="Notes">A sentence each.</param>
public sealed record ProviderStanding(
    string Provider,
    string? Problem,
    decimal? BalanceUsd,
    IReadOnlyList<string> Notes
);
