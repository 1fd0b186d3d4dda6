using Atelier.Core;
using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;

namespace Atelier.Bench.Routing;

/// <summary>
/// The mix of requirement B-79 at its door, the photo door: 5,000 photos turned into the five styles of its seed, four of five by
/// flux1 and one by SDXL, by several ways to choose. Only whom to ask differs; nobody is asked.
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
        var status = World.Photo(catalogue, tier);
        var (dollars, quality, impossible) = (0m, 0.0, 0);
        var models = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var scores = Enum.GetValues<AccountTier>().ToDictionary(weighing => weighing, _ => 0.0);
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
            quality += QualityOf(chosen, request);
            foreach (var weighing in scores.Keys)
            {
                scores[weighing] += ScoreOf(chosen, request, weighing);
            }

            var name = $"{chosen.Model.Id} at {chosen.Offer.Provider}";
            models[name] = models.GetValueOrDefault(name) + 1;
        }

        return new MixRow(
            way,
            decimal.Round(dollars, 2),
            Mean(quality),
            scores.ToDictionary(score => SnakeCase.Of(score.Key), score => Mean(score.Value)),
            impossible,
            models.ToDictionary(model => model.Key, model => (double)model.Value / Requests)
        );

        double Mean(double sum) => impossible == Requests ? 0 : Math.Round(sum / (Requests - impossible), 3);
    }

    // Every fifth, so that each style gets its part of both models.
    private ImageRequest Named(int i) =>
        World.Restyle(
            StyleIdOf(i),
            catalogue.FindModel(i / _styles.Count % NamedSdxlEvery == 0 ? "sdxl" : "flux1")!.Id
        );

    private ImageRequest Free(int i) => World.Restyle(StyleIdOf(i));

    private string StyleIdOf(int i) => _styles[i % _styles.Count].Id;

    private double QualityOf(RankedOffer ranked, ImageRequest request) =>
        OfferScore.Quality(ranked.Model, catalogue.FindStyle(((Stylise)request.Operation).Style!)!.Merit);

    // As this tier weighs it, whoever chose it.
    private double ScoreOf(RankedOffer chosen, ImageRequest request, AccountTier weighing) =>
        Router
            .Plan(request, catalogue, World.Photo(catalogue, weighing))
            .Chain.First(ranked => ranked.Offer == chosen.Offer)
            .Score;

    private static RankedOffer First(Route route, ImageRequest request) => route.Chain[0];

    private RankedOffer Best(Route route, ImageRequest request) =>
        route
            .Chain.OrderByDescending(ranked => QualityOf(ranked, request))
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
