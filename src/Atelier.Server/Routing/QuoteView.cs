using Atelier.Core.Pricing;
using Atelier.Engine.Quoting;

namespace Atelier.Server.Routing;

/// <summary>What a request costs at most and how long it would take. Binds one generation that is asked for with it.</summary>
/// <param name="Id">For the header <c>Atelier-Quote</c> of the request, once.</param>
/// <param name="Object">Always <c>quote</c>.</param>
/// <param name="ExpiresAt">Until then the quote holds.</param>
/// <param name="Model">First in line.</param>
/// <param name="Price">What the caller pays; most is the cap.</param>
/// <param name="ExpectedCostUsd">Dollars it would cost the operator at the first offer, by the list.</param>
/// <param name="MaximumCostUsd">Dollars it can cost the operator at most, at the dearest offer of the chain; with the quote all calls stay below it.</param>
/// <param name="Eta">Missing without history; then eta_reason says why.</param>
/// <param name="Affordable">What the account could spend at this moment; nothing is held.</param>
internal sealed record QuoteView(
    Guid Id,
    string Object,
    DateTimeOffset ExpiresAt,
    string Model,
    string Provider,
    QuotedPriceView Price,
    decimal ExpectedCostUsd,
    decimal MaximumCostUsd,
    EtaView? Eta,
    string? EtaReason,
    AffordableView Affordable
)
{
    public static QuoteView Of(Quote quote)
    {
        var plan = quote.Route.Plan!;
        var count = quote.Route.Request.Count;
        return new QuoteView(
            quote.Id,
            "quote",
            quote.ExpiresAt,
            plan.Chain[0].Model,
            plan.Chain[0].Provider,
            new QuotedPriceView(plan.PriceEach / 1000m, count, quote.Price / 1000m),
            NanoDollars.ToDollars(quote.Expected),
            NanoDollars.ToDollars(quote.Maximum),
            quote.Eta is { } eta ? EtaView.Of(eta) : null,
            quote.NoEta,
            AffordableView.Of(quote.Affordable)
        );
    }
}
