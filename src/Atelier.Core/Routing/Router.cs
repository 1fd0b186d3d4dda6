using Atelier.Core.Catalogue;
using Atelier.Core.Requests;

namespace Atelier.Core.Routing;

/// <summary>Ranks the offers that can do a request. A pure function: same request, catalogue and status, same route.</summary>
public static class Router
{
    /// <summary>The provider inside this process. It never stands in silently for a paid model.</summary>
    public const string Local = "local";

    /// <summary>An explicit model wins; else every model that can do it, paid providers before the painter.</summary>
    public static Route Plan(ImageRequest request, CatalogueSnapshot catalogue, ProviderStatus status)
    {
        var text = new List<string>();
        var models = Candidates(request, catalogue, status, text);
        var chain = new List<RankedOffer>();
        var rejected = new List<RejectedOffer>();
        foreach (var model in models)
        {
            foreach (var offer in model.Offers)
            {
                if (OfferFilter.ReasonAgainst(request, offer, catalogue, status) is { } reason)
                {
                    rejected.Add(new RejectedOffer(model.Id, offer.Provider, reason));
                }
                else
                {
                    chain.Add(new RankedOffer(model, offer, OfferFilter.Losses(request, offer)));
                }
            }
        }

        if (request.Model is null)
        {
            chain = WithoutSilentPainter(request, chain, rejected, text);
        }

        text.Add(
            chain.Count > 0
                ? $"{chain[0].Model.Id} at {chain[0].Offer.Provider} comes first of {chain.Count} that can do it."
                : "No offer can do it."
        );
        return new Route(chain, rejected, text);
    }

    private static List<ModelEntry> Candidates(
        ImageRequest request,
        CatalogueSnapshot catalogue,
        ProviderStatus status,
        List<string> text
    )
    {
        if (request.Model is null)
        {
            text.Add("No model was named, so all are considered.");
            return [.. catalogue.Models.Where(model => !model.IsRetired(status.Today))];
        }

        var named = catalogue.FindModel(request.Model)!;
        text.Add($"{named.Id} was named.");
        var model = catalogue.CurrentOf(named, status.Today);
        if (model != named)
        {
            text.Add($"{named.Id} retired on {named.Retires:yyyy-MM-dd}; {model.Id} takes its place.");
        }

        return [model];
    }

    private static List<RankedOffer> WithoutSilentPainter(
        ImageRequest request,
        List<RankedOffer> chain,
        List<RejectedOffer> rejected,
        List<string> text
    )
    {
        var paid = chain.Where(ranked => ranked.Offer.Provider != Local).ToList();
        var painter = chain.Where(ranked => ranked.Offer.Provider == Local).ToList();
        if (paid.Count == 0)
        {
            if (painter.Count > 0)
            {
                text.Add("No other provider is switched on, so the local painter serves.");
            }
        }
        else if (request.Fallback != FallbackRule.BestEffort)
        {
            rejected.AddRange(
                painter.Select(ranked => new RejectedOffer(
                    ranked.Model.Id,
                    Local,
                    "stands in for a model only with fallback best_effort"
                ))
            );
            return paid;
        }

        return [.. paid, .. painter.Select(ranked => ranked with { Degradations = [.. ranked.Degradations, Painter] })];
    }

    private static Degradation Painter { get; } =
        new(
            "painter",
            "Painted by the local painter, which knows some words and no model; name a model for a real one."
        );
}
