using Atelier.Core.Catalogue;
using Atelier.Core.Prompts;
using Atelier.Core.Requests;

namespace Atelier.Core.Routing;

/// <summary>Ranks the offers that can do a request. A pure function: same request, catalogue and status, same route.</summary>
public static class Router
{
    /// <summary>The provider inside this process. It never stands in silently for a paid model.</summary>
    public const string Local = "local";

    private static readonly Degradation Painter = new(
        "painter",
        "Painted by the local painter, which knows some words and no model; name a model for a real one."
    );

    private static readonly Rejection StandIn = new(
        RejectionCause.Painter,
        "stands in for a model only with fallback best_effort"
    );

    /// <summary>An explicit model wins; else every model that can do it, paid providers before the painter.</summary>
    public static Route Plan(ImageRequest request, CatalogueSnapshot catalogue, ProviderStatus status)
    {
        var notes = new RouteNotes();
        var prompts = new PromptSheet(request, catalogue);
        var named = request.Model is null ? null : catalogue.FindModel(request.Model);
        var models = named is null ? Alive(catalogue, status, notes) : [Current(named, catalogue, status, notes)];
        var chain = models
            .SelectMany(model => model.Offers.Select(offer => new RankedOffer(model, offer, [])))
            .Where(ranked =>
                notes.Keep(
                    ranked,
                    OfferFilter.ReasonAgainst(request, ranked.Model, ranked.Offer, prompts, catalogue, status)
                )
            )
            .Select(ranked => ranked with { Prompt = prompts.For(ranked.Model, ranked.Offer) })
            .Select(ranked => ranked with { Degradations = Losses(request, ranked, named) })
            .ToList();
        if (named is null)
        {
            // Whoever makes the size needs no enlarging.
            chain = WithoutSilentPainter(request, [.. chain.OrderBy(SizeLosses.AreIn)], status, notes);
        }

        if (request.Fallback == FallbackRule.Strict)
        {
            chain = [.. chain.Where(ranked => notes.Keep(ranked, ReasonOfStrict(ranked.Degradations)))];
        }

        return notes.Finish(chain);
    }

    private static List<ModelEntry> Alive(CatalogueSnapshot catalogue, ProviderStatus status, RouteNotes notes)
    {
        notes.Say("No model was named, so all are considered.");
        return [.. catalogue.Models.Where(model => !model.IsRetired(status.Today))];
    }

    private static ModelEntry Current(
        ModelEntry named,
        CatalogueSnapshot catalogue,
        ProviderStatus status,
        RouteNotes notes
    )
    {
        notes.Say($"{named.Id} was named.");
        var model = catalogue.CurrentOf(named, status.Today);
        if (model != named)
        {
            notes.Say($"{named.Id} retired on {named.Retires:yyyy-MM-dd}; {model.Id} takes its place.");
        }

        return model;
    }

    private static List<Degradation> Losses(ImageRequest request, RankedOffer ranked, ModelEntry? named)
    {
        var losses = OfferFilter.Losses(request, ranked.Offer, ranked.Prompt!);
        if (named is not null && named != ranked.Model)
        {
            losses.Add(
                new Degradation(
                    "model_replaced",
                    $"{named.Id} is retired; its successor {ranked.Model.Id} takes its place."
                )
            );
        }

        return losses;
    }

    private static List<RankedOffer> WithoutSilentPainter(
        ImageRequest request,
        List<RankedOffer> chain,
        ProviderStatus status,
        RouteNotes notes
    )
    {
        var others = chain.Where(ranked => ranked.Offer.Provider != Local).ToList();
        var painter = chain
            .Where(ranked => ranked.Offer.Provider == Local)
            .Select(ranked => ranked with { Degradations = [.. ranked.Degradations, Painter] })
            .ToList();
        // Whoever set a key wants models: that none of them can do this request is an answer, not a reason to paint.
        var alone = status.Available.All(id => id == Local);
        if (!alone && request.Fallback != FallbackRule.BestEffort)
        {
            painter.ForEach(ranked => notes.Keep(ranked, StandIn));
            return others;
        }

        if (alone && painter.Count > 0)
        {
            notes.Say("No other provider is switched on, so the local painter serves.");
        }

        return [.. others, .. painter];
    }

    /// <summary>Why an offer that loses something is passed over under <see cref="FallbackRule.Strict"/>; null when it loses nothing.</summary>
    public static Rejection? ReasonOfStrict(IReadOnlyList<Degradation> losses) =>
        losses.Count == 0
            ? null
            : new(
                RejectionCause.Loss,
                $"would lose {string.Join(", ", losses.Select(loss => loss.Code))}, and fallback is strict"
            );
}
