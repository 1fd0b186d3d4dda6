using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Data.Reports;
using Atelier.Engine.Accepting;
using Atelier.Engine.Limits;
using Atelier.Engine.Planning;

namespace Atelier.Engine.Quoting;

/// <summary>Says what a request would become: its route, and what it would cost and take. Nothing is written and nobody called.</summary>
public sealed class QuoteDesk(Planner planner, SourceFinder sources, MeansStore means, OfferTimes times)
{
    /// <summary>Where a request would go, and why not elsewhere.</summary>
    /// <exception cref="AtelierException">An image it names is not the caller's.</exception>
    public async Task<PlannedRoute> RouteAsync(Caller caller, ImageRequest request, CancellationToken cancellationToken)
    {
        var found = await sources.FindAsync(caller.AccountId, request.Operation, cancellationToken);
        return planner.Explain(request, found, PlanFor.Of(caller));
    }

    /// <summary>What it would cost and how long it would take.</summary>
    /// <exception cref="AtelierException">No offer can do it, or an image it names is not the caller's.</exception>
    public async Task<Quote> QuoteAsync(Caller caller, ImageRequest request, CancellationToken cancellationToken)
    {
        var route = await RouteAsync(caller, request, cancellationToken);
        if (route.Plan is not { } plan)
        {
            throw NoOffer.Error(request, route, caller.RunsHouse);
        }

        var own =
            await means.FindAsync(caller.AccountId, caller.KeyId, cancellationToken)
            ?? throw new AtelierException(ErrorCode.Unauthorized, "The account of this key is gone.");
        var (price, most) = (plan.PriceEach * request.Count, plan.MostFor(request.Count));
        var counts = OperationLimits.CountsPictures(request.Operation);
        var (eta, noEta) = EtaOf(plan.Chain[0], request.Operation.Kind);
        return new Quote(
            route,
            price,
            plan.Chain[0].ExpectedFor(request.Count),
            most,
            eta,
            noEta,
            new Affordability(
                own.Balance,
                own.Balance >= price,
                most == 0 || own.Room is not { } room || most <= room,
                own.PicturesLeft,
                !counts || own.PicturesLeft is not { } left || request.Count <= left
            )
        );
    }

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
