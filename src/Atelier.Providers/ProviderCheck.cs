namespace Atelier.Providers;

/// <summary>What a provider says of our account there.</summary>
/// <param name="BalanceUsd">Dollars that can be spent; null where the wire does not tell.</param>
/// <param name="Notes">What the operator should know, a sentence each, such as models that will be shut down.</param>
public sealed record ProviderCheck(decimal? BalanceUsd, IReadOnlyList<string> Notes);
