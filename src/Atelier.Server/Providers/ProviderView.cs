namespace Atelier.Server.Providers;

/// <summary>A provider that is switched on, as it answered just now.</summary>
/// <param name="Object">Always <c>provider</c>.</param>
/// <param name="CostUsd">Dollars of its cheapest picture, by the list; missing where no price is known.</param>
/// <param name="Available">Whether address, key and account are in order.</param>
/// <param name="Mode">on, draining or paused, as the operator says.</param>
/// <param name="EstimatedWait">Seconds that a picture would take now: for a place there, and to be made.</param>
/// <param name="Problem">What is not in order; missing when all is.</param>
/// <param name="BalanceUsd">What can be spent there; missing where the provider does not tell.</param>
/// <param name="Notes">What the operator should know, such as models that will be shut down.</param>
/// <param name="Keys">The operator's keys there, by their variables; none where the provider wants no key.</param>
internal sealed record ProviderView(
    string Id,
    string Object,
    string Name,
    decimal? CostUsd,
    bool Available,
    string Mode,
    double EstimatedWait,
    string? Problem,
    decimal? BalanceUsd,
    IReadOnlyList<string> Notes,
    IReadOnlyList<ProviderKeyView> Keys
);
