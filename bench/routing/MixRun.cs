using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;

namespace Atelier.Bench.Routing;

/// <summary>
/// The mix of requirement B-79, 5,000 pictures in the five styles of its seed, four of five at flux1 and one at SDXL, by several ways
/// to choose. Only whom to ask differs; nobody is asked.
/// </summary>
internal sealed class MixRun(CatalogueSnapshot catalogue)
{
    private const int Requests = 5_000;
    private const int NamedSdxlEvery = 5;
    private const string SeedPrices = "seed";

    private readonly IReadOnlyList<StyleEntry> _styles =
    [
        .. catalogue.Styles.Where(style => style.Kind == StyleKind.Transfer),
    ];

    public IReadOnlyList<MixRow> Run() =>
        [
            Add("the seed's estimate, at its prices", Named, First, SeedPrice),
            Add("the same models, at today's prices", Named, First, Price),
            Add("our routing, free account", Free, First, Price, AccountTier.Free),
            Add("our routing, paid account", Free, First, Price, AccountTier.Paid),
            Add("our routing, premium account", Free, First, Price),
            Add("always the best", Free, Best, Price),
            Add("always the cheapest", Free, Cheapest, Price),
        ];

    private MixRow Add(
        string way,
        Func<int, ImageRequest> ask,
        Func<Route, ImageRequest, RankedOffer> choose,
        Func<RankedOffer, ImageRequest, decimal> price,
        AccountTier tier = AccountTier.Premium
    )
    {
        var status = World.Status(catalogue, tier);
        var (dollars, quality, impossible) = (0m, 0.0, 0);
        var models = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < Requests; i++)
        {
            var request = ask(i);
            var route = Router.Plan(request, catalogue, status);
            if (route.Chain.Count == 0)
            {
                impossible++;
                continue;
            }

            var chosen = choose(route, request);
            dollars += price(chosen, request);
            quality += ModelQuality.Of(chosen.Model, StyleOf(request));
            var name = $"{chosen.Model.Id} at {chosen.Offer.Provider}";
            models[name] = models.GetValueOrDefault(name) + 1;
        }

        return new MixRow(
            way,
            decimal.Round(dollars, 2),
            impossible == Requests ? 0 : Math.Round(quality / (Requests - impossible), 3),
            impossible,
            models.ToDictionary(model => model.Key, model => (double)model.Value / Requests)
        );
    }

    // Every fifth, so that each style gets its part of both models.
    private ImageRequest Named(int i) =>
        World.Ask(catalogue, i / _styles.Count % NamedSdxlEvery == 0 ? "sdxl" : "flux1", StyleIdOf(i));

    private ImageRequest Free(int i) => World.Ask(catalogue, style: StyleIdOf(i));

    private string StyleIdOf(int i) => _styles[i % _styles.Count].Id;

    private StyleEntry? StyleOf(ImageRequest request) =>
        request.Operation is Create { Style: { } id } ? catalogue.FindStyle(id) : null;

    private static RankedOffer First(Route route, ImageRequest request) => route.Chain[0];

    private RankedOffer Best(Route route, ImageRequest request) =>
        route
            .Chain.OrderByDescending(ranked => ModelQuality.Of(ranked.Model, StyleOf(request)))
            .ThenBy(ranked => Price(ranked, request))
            .First();

    private static RankedOffer Cheapest(Route route, ImageRequest request) =>
        route.Chain.Where(ranked => ranked.Offer.Price.Known).MinBy(ranked => Price(ranked, request))!;

    // Of one picture: a call may yield more, and is paid for as a whole.
    private static decimal Price(RankedOffer ranked, ImageRequest request) => ranked.Offer.Price.Of(request).Expected;

    private static decimal SeedPrice(RankedOffer ranked, ImageRequest request) =>
        ranked
            .Model.Offers.Select(offer => offer.Price.Versions)
            .Where(versions => versions.ContainsKey(SeedPrices))
            .Select(versions => versions[SeedPrices])
            .First();
}
