using Atelier.Engine.Costs;

namespace Atelier.Server.Costs;

/// <summary>An offer's bills against its price.</summary>
/// <param name="ProviderModel">Left out where calls of older versions do not tell it.</param>
/// <param name="Bills">Calls that were billed.</param>
/// <param name="ListedUsd">What the same calls cost by the catalogue.</param>
/// <param name="Ratio">Billed by listed; left out where the catalogue says that it costs nothing.</param>
/// <param name="Proposal">YAML for your folder; only after 20 bills that are more than 10 % off.</param>
internal sealed record DriftView(
    string Model,
    string Provider,
    string? ProviderModel,
    long Bills,
    decimal BilledUsd,
    decimal ListedUsd,
    decimal? Ratio,
    string? Proposal
)
{
    public static DriftView Of(OfferDrift drift) =>
        new(
            drift.Model,
            drift.Provider,
            drift.ProviderModel,
            drift.Bills,
            drift.BilledUsd,
            drift.ListedUsd,
            drift.Ratio,
            drift.Proposal
        );
}
