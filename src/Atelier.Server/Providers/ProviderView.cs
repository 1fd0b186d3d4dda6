namespace Atelier.Server.Providers;

/// <summary>A provider that is switched on, as it answered just now.</summary>
/// <param name="Object">Always <c>provider</c>.</param>
/// <param name="Available">Whether address, key and account are in order.</param>
/// <param name="Problem">What is not; null when all is.</param>
/// <param name="BalanceUsd">What can be spent there; null where the provider does not tell.</param>
/// <param name="Notes">What the operator should know, such as models that will be shut down.</param>
internal sealed record ProviderView(
    string Id,
    string Object,
    bool Available,
    string? Problem,
    decimal? BalanceUsd,
    IReadOnlyList<string> Notes
);
