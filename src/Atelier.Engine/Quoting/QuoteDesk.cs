using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Data.Quotes;
using Atelier.Data.Reports;
using Atelier.Engine.Accepting;
using Atelier.Engine.Limits;
using Atelier.Engine.Planning;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Quoting;

/// <summary>Says what a request would become: its route, and what it would cost and take. Nothing is reserved and nobody called.</summary>
public sealed class QuoteDesk(
    Planner planner,
    SourceFinder sources,
    MeansStore means,
    QuoteStore quotes,
    OfferTimes times,
    IOptions<QuoteOptions> options
)
{
    /// <summary>Where a request would go, and why not elsewhere.</summary>
    /// <exception cref="AtelierException">An image it names is not the caller's.</exception>
    public async Task<PlannedRoute> RouteAsync(Caller caller, ImageRequest request, CancellationToken cancellationToken)
    {
        var found = await sources.FindAsync(caller.AccountId, request, cancellationToken);
        return planner.Explain(request, found, PlanFor.Of(caller));
    }

    /// <summary>What it costs at most and how long it would take; the quote is written, and holds for one generation until it expires.</summary>
    /// <exception cref="AtelierException">No offer can do it, or an image it names is not the caller's, or too many quotes are open.</exception>
    public async Task<Quote> QuoteAsync(Caller caller, ImageRequest request, CancellationToken cancellationToken)
    {
        var found = await sources.FindAsync(caller.AccountId, request, cancellationToken);
        var whom = PlanFor.Of(caller);
        var route = planner.Explain(request, found, whom);
        if (route.Plan is null)
        {
            throw NoOffer.Error(request, route, caller.RunsHouse);
        }

        var own =
            await means.FindAsync(caller.AccountId, caller.KeyId, cancellationToken)
            ?? throw new AtelierException(ErrorCode.Unauthorized, "The account of this key is gone.");
        if (!own.HasRoom(route.Plan.MostFor(request.Count)))
        {
            // Whoever accepts it would take what there is room for.
            var cheaper = planner.ExplainWithin(request, found, whom, own.Room!.Value);
            route = cheaper.Plan is null ? route : cheaper;
        }

        return await QuoteAsync(caller, request, route, own, cancellationToken);
    }

    private async Task<Quote> QuoteAsync(
        Caller caller,
        ImageRequest request,
        PlannedRoute route,
        Means own,
        CancellationToken cancellationToken
    )
    {
        var plan = route.Plan!;
        var (price, most) = (plan.PriceEach * request.Count, plan.MostFor(request.Count));
        var counts = OperationLimits.CountsPictures(request.Operation);
        var (eta, noEta) = EtaOf(plan.Chain[0], request.Operation.Kind);
        var id = Guid.CreateVersion7();
        var expires =
            await quotes.SaveAsync(
                id,
                caller.AccountId,
                new QuoteTerms(RequestFingerprint.Of(request), plan.CatalogueVersion, price, most),
                TimeSpan.FromMinutes(options.Value.Minutes),
                options.Value.MostOpen,
                cancellationToken
            ) ?? throw TooMany();
        return new Quote(
            id,
            expires,
            route,
            price,
            plan.Chain[0].ExpectedFor(request.Count),
            most,
            eta,
            noEta,
            new Affordability(
                own.Balance,
                own.Balance >= price,
                own.HasRoom(most),
                own.PicturesLeft,
                !counts || own.PicturesLeft is not { } left || request.Count <= left
            )
        );
    }

    private AtelierException TooMany() =>
        new(
            ErrorCode.RateLimited,
            FormattableString.Invariant(
                $"{options.Value.MostOpen} quotes of this account are open: use them, or wait until some expire."
            )
        )
        {
            RetryAfterSeconds = 60,
        };

    private (Eta? Eta, string? Why) EtaOf(PlannedOffer offer, string operation)
    {
        if (times.Find(offer.Model, offer.Provider, operation) is not { } history)
        {
            return (null, $"{offer.Model} at {offer.Provider} has completed no {operation} here in the last 7 days.");
        }

        var wait = times.WaitOf(offer.Provider);
        return (new Eta(history.Median + wait, history.High + wait, wait, history.Samples), null);
    }
}
