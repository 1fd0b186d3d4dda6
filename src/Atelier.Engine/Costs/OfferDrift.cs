using Atelier.Core.Catalogue;

namespace Atelier.Engine.Costs;

/// <summary>How far an offer's bills are from its price in the catalogue. Money in US dollars.</summary>
/// <param name="Offer">Null when the catalogue has it no more.</param>
/// <param name="Bills">Calls whose bill the provider told.</param>
/// <param name="BilledUsd">The sum of the bills.</param>
/// <param name="ListedUsd">What the same calls cost by the catalogue.</param>
/// <param name="Proposal">YAML for the operator's folder; null while there is no reason for another price.</param>
public sealed record OfferDrift(
    string Model,
    string Provider,
    string? ProviderModel,
    OfferEntry? Offer,
    long Bills,
    decimal BilledUsd,
    decimal ListedUsd,
    string? Proposal
)
{
    /// <summary>Billed by listed; null where the catalogue says that it costs nothing.</summary>
    public decimal? Ratio =>
        ListedUsd == 0 ? null : decimal.Round(BilledUsd / ListedUsd, 6) / 1.000000000000000000000000000000m;
}
