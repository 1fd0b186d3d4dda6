using Atelier.Core;
using Atelier.Core.Catalogue;
using Atelier.Core.Routing;
using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Health;
using Atelier.Providers;

namespace Atelier.Server.Providers;

/// <summary>Puts together what is known of the providers that are switched on.</summary>
internal sealed class ProviderViews(
    ProviderWatch watch,
    ProviderRegistry providers,
    CatalogueHolder catalogue,
    IOfferHealth health,
    LaneModes modes,
    KeyUseStore keys
)
{
    // What runs inside this process paints small pictures in no time and large ones in seconds.
    private const double PainterSeconds = 2;

    /// <summary>All of them, what runs inside this process last; remote ones are asked anew when the last answer is older than a minute.</summary>
    public async Task<IReadOnlyList<ProviderView>> ListAsync(CancellationToken cancellationToken)
    {
        var standings = await watch.LookAsync(cancellationToken);
        var open = await keys.OpenAsync(cancellationToken);
        var inside = providers.All.Where(provider => provider is not IRemoteProvider).Select(provider => provider.Id);
        return
        [
            .. standings
                .Concat(inside.Select(id => new ProviderStanding(id, null, null, [])))
                .Select(one => ViewOf(one, open)),
        ];
    }

    private ProviderView ViewOf(ProviderStanding standing, IReadOnlyList<KeyUse> open)
    {
        var id = standing.Provider;
        var snapshot = catalogue.Current;
        var offers = snapshot
            .Models.SelectMany(model => model.Offers.Select(offer => (Model: model, Offer: offer)))
            .Where(sold => sold.Offer.Provider == id)
            .ToList();
        return new ProviderView(
            id,
            "provider",
            snapshot.FindProvider(id)?.Name ?? id,
            offers.Where(sold => sold.Offer.Price.Known).Select(sold => CostOf(sold.Offer)).Min(),
            standing.Problem is null,
            SnakeCase.Of(modes.Held.GetValueOrDefault(id)?.Mode ?? LaneMode.On),
            Math.Round(SecondsOf(id, offers) + health.Waits.GetValueOrDefault(id), 2),
            standing.Problem,
            standing.BalanceUsd,
            standing.Notes,
            providers.FindRemote(id) is { } remote ? ProviderKeyViews.Of(remote, open) : []
        );
    }

    // Of a call that yields several, one picture's share.
    private static decimal? CostOf(OfferEntry offer) => Math.Round(offer.Price.Expected / offer.PicturesPerCall, 9);

    private double SecondsOf(string id, IReadOnlyCollection<(ModelEntry Model, OfferEntry Offer)> offers)
    {
        var known = offers
            .Select(sold => health.Offers.GetValueOrDefault(OfferKey.Of(sold.Model, sold.Offer)))
            .OfType<OfferHealth>()
            .Where(offer => offer.Samples > 0)
            .Select(offer => offer.AverageSeconds)
            .DefaultIfEmpty(id == Router.Local ? PainterSeconds : OfferHealth.Unknown.AverageSeconds);
        return known.Min();
    }
}
