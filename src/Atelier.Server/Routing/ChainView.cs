using Atelier.Core.Pricing;
using Atelier.Core.Routing;
using Atelier.Engine.Planning;

namespace Atelier.Server.Routing;

/// <summary>A place in the chain.</summary>
/// <param name="Price">Credits for each delivered picture: the same at every place.</param>
/// <param name="ExpectedCostUsd">Dollars that all pictures would cost the operator here, by the list.</param>
/// <param name="MaximumCostUsd">The most that they can cost here.</param>
/// <param name="Score">What the order goes by where nothing else decides; the highest first.</param>
/// <param name="Reason">Why it stands here.</param>
/// <param name="Degradations">What the request would lose here.</param>
internal sealed record ChainView(
    string Model,
    string Provider,
    decimal Price,
    decimal? ExpectedCostUsd,
    decimal? MaximumCostUsd,
    double Score,
    string? Reason,
    IReadOnlyList<Degradation> Degradations
)
{
    // Whole numbers of ten thousandths: what lies behind them is noise.
    private const int Digits = 4;

    public static ChainView Of(PlannedOffer offer, GenerationPlan plan, int pictures) =>
        new(
            offer.Model,
            offer.Provider,
            plan.PriceEach / 1000m,
            NanoDollars.ToDollars(offer.ExpectedFor(pictures)),
            NanoDollars.ToDollars(offer.MostFor(pictures)),
            Math.Round(offer.Score, Digits),
            offer.Reason,
            offer.Degradations
        );
}
