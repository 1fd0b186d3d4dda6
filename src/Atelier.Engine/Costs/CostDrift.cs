using Atelier.Core.Catalogue;
using Atelier.Data.Reports;
using Atelier.Engine.Catalogue;

namespace Atelier.Engine.Costs;

/// <summary>Holds what providers billed against what the catalogue says that their offers cost.</summary>
public sealed class CostDrift(OfferBillStore bills, CatalogueHolder catalogue, TimeProvider time)
{
    /// <summary>The days that are looked at unless somebody asks for others.</summary>
    public const int UsualDays = 30;

    /// <summary>
    /// Every offer with bills in the last so many days, each bill beside what that very call was to cost by the list. Calls that were planned at a price which is not in the catalogue any
    /// more are left out, so that a proposal that was followed does not come again.
    /// </summary>
    public async Task<IReadOnlyList<OfferDrift>> ReadAsync(int days, CancellationToken cancellationToken)
    {
        var snapshot = catalogue.Current;
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var rows = await bills.ReadAsync(days, cancellationToken);
        return
        [
            .. rows.Select(row => (Row: row, Offer: Find(snapshot, row)))
                .Where(pair => pair.Offer is null || Prices(pair.Offer).Contains(pair.Row.ListUsd))
                .GroupBy(pair =>
                    (pair.Row.Model, pair.Row.Provider, Name: pair.Offer?.ProviderModel ?? pair.Row.ProviderModel)
                )
                .Select(group => Sum([.. group.Select(pair => pair.Row)], group.First().Offer, today)),
        ];
    }

    private static OfferDrift Sum(IReadOnlyList<OfferBills> rows, OfferEntry? offer, DateOnly today)
    {
        var (count, billed) = (rows.Sum(row => row.Bills), rows.Sum(row => row.BilledUsd));
        var drift = new OfferDrift(
            rows[0].Model,
            rows[0].Provider,
            offer?.ProviderModel ?? rows[0].ProviderModel,
            offer,
            count,
            Plain(billed),
            Plain(rows.Sum(row => row.ListUsd * row.ListedCalls)),
            Proposal: null
        );
        if (offer is null || !PriceProposal.IsDue(count, drift.Ratio, offer.Price.Known))
        {
            return drift;
        }

        var average = billed / rows.Sum(row => row.ListedCalls);
        return drift with
        {
            Proposal = PriceProposal.Write(
                drift.Model,
                offer,
                drift.Ratio,
                average,
                rows.Max(row => row.MostUsd),
                today
            ),
        };
    }

    // Older plans do not tell the name; then the offer is clear only where the provider has one.
    private static OfferEntry? Find(CatalogueSnapshot catalogue, OfferBills row)
    {
        var offers =
            catalogue.FindModel(row.Model)?.Offers.Where(offer => offer.Provider == row.Provider).ToList() ?? [];
        return row.ProviderModel is null
            ? (offers.Count == 1 ? offers[0] : null)
            : offers.Find(offer => offer.ProviderModel == row.ProviderModel);
    }

    // PostgreSQL's sums carry zeros at their ends.
    private static decimal Plain(decimal dollars) => decimal.Round(dollars, 9) / 1.000000000000000000000000000000m;

    private static IEnumerable<decimal> Prices(OfferEntry offer) =>
        offer.Price.Rows.Select(row => row.Expected).Append(offer.Price.Expected);
}
