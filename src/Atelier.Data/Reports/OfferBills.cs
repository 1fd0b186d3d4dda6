namespace Atelier.Data.Reports;

/// <summary>What a provider billed for the calls of an offer at one list price. Money in US dollars.</summary>
/// <param name="ProviderModel">The model's name at the provider; null in plans of older versions.</param>
/// <param name="ListUsd">What the catalogue said that the least call costs, when the calls were planned.</param>
/// <param name="Bills">Calls that succeeded and whose bill the provider told.</param>
/// <param name="ListedCalls">
/// How many times the list price those calls were to cost: one for five pictures may be five of them, and in a dearer mode twice that.
/// </param>
/// <param name="BilledUsd">The sum of the bills.</param>
/// <param name="MostUsd">The dearest least call.</param>
public sealed record OfferBills(
    string Model,
    string Provider,
    string? ProviderModel,
    decimal ListUsd,
    long Bills,
    decimal ListedCalls,
    decimal BilledUsd,
    decimal MostUsd
);
