namespace Atelier.Providers.Keys;

/// <summary>How one key of a provider stands.</summary>
/// <param name="Left">How long it is still set aside; zero when it is not.</param>
/// <param name="BalanceUsd">Dollars on its account when it was last asked; null where that is not known.</param>
public sealed record KeyStanding(KeyMark Mark, int Weight, KeyState State, TimeSpan Left, decimal? BalanceUsd);
