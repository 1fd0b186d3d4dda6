using Atelier.Core.Catalogue;
using Atelier.Core.Requests;

namespace Atelier.Core.Routing;

/// <summary>Ranks the offers that can do a request. A pure function: same request, catalogue and status, same route.</summary>
public static class Router
{
    /// <summary>The provider inside this process. It never stands in silently for a paid model.</summary>
    public const string Local = "local";

    // What stands at the successor of a retired name. The name means the successor now, so nothing is lost by it.
    private const string Replaced = "model_replaced";

    /// <summary>What stands at a model that takes over from the one that was named.</summary>
    public const string FallbackModel = "fallback_model";

    private static readonly Degradation Painter = new(
        "painter",
        "Painted by the local painter, which knows some words and no model; name a model for a real one."
    );

    private static readonly Degradation Filter = new(
        "painter",
        "Done by a filter of the local painter, which has no model; name a model for a real one."
    );

    private static readonly Degradation Tool = new(
        "painter",
        "Done by a tool of this service, which asks no paid model; name a model for a real one."
    );

    private static readonly Rejection StandIn = new(
        RejectionCause.Painter,
        "stands in for a model only with fallback best_effort"
    );

    /// <summary>
    /// A model that is named comes first, and under <see cref="FallbackRule.Strict"/> alone. Then the lists of the tier and the
    /// style, then all others by score, paid providers before the painter.
    /// </summary>
    public static Route Plan(ImageRequest request, CatalogueSnapshot catalogue, ProviderStatus status)
    {
        var table = RoutingDays.Of(catalogue, status.Today);
        var question = new RouteQuestion(request, catalogue, table, status);
        var notes = new RouteNotes();
        var walk = new RouteWalk(question, notes);
        var named = request.Model is null ? null : catalogue.FindModel(request.Model);
        if (named is not null)
        {
            return PlanNamed(question, walk, notes, named);
        }

        var list = ListOf(question, named: false);
        Follow(list, walk, notes, status, loss: null);
        // The painter makes any size; it stands last all the same.
        List<RankedOffer> chain = [.. FittingFirst(walk.Chain, 0), .. Painters(question, walk, notes)];
        return Finish(request, chain, 0, notes, list.Lines.Count > 0 ? list.Lines[0].Model : null);
    }

    /// <summary>Why an offer that loses something is passed over under <see cref="FallbackRule.Strict"/>; null when it loses nothing.</summary>
    public static Rejection? ReasonOfStrict(IReadOnlyList<Degradation> losses)
    {
        var lost = losses.Select(loss => loss.Code).Where(code => code != Replaced).ToList();
        return lost.Count == 0
            ? null
            : new(RejectionCause.Loss, $"would lose {string.Join(", ", lost)}, and fallback is strict");
    }

    private static Route PlanNamed(RouteQuestion question, RouteWalk walk, RouteNotes notes, ModelEntry named)
    {
        var model = Current(named, question, notes, out var replaced);
        var places = question.Table.Of(model);
        walk.Take(places, "was named", replaced, named: true);
        var first = walk.Chain.Count;
        // Nothing takes over from a model that cannot do it at all, nor from one that costs nothing.
        var free = places.All(place =>
            question.Catalogue.FindProvider(place.Offer.Provider) is { Free: true } || place.IsLocal
        );
        if (question.Request.Fallback != FallbackRule.Strict && !free && (first > 0 || walk.AnyShut))
        {
            Follow(
                ListOf(question, named: true),
                walk,
                notes,
                question.Status,
                new Degradation(FallbackModel, $"{named.Id} was asked for and another model took over.")
            );
        }

        return Finish(question.Request, FittingFirst(walk.Chain, first), first, notes, model.Id);
    }

    private static ModelEntry Current(
        ModelEntry named,
        RouteQuestion question,
        RouteNotes notes,
        out Degradation? replaced
    )
    {
        notes.Say($"{named.Id} was named.");
        var model = question.Catalogue.CurrentOf(named, question.Status.Today);
        if (model == named)
        {
            replaced = null;
            return model;
        }

        notes.Say($"{named.Id} retired on {named.Retires:yyyy-MM-dd}; {model.Id} takes its place.");
        replaced = new(Replaced, $"{named.Id} is retired; its successor {model.Id} takes its place.");
        return model;
    }

    private static RouteList ListOf(RouteQuestion question, bool named) =>
        question.Status.Order == RouteOrder.Photo
            ? question.Table.PhotoListOf(named, question.Status.AccountTier)
            : question.Table.ListOf(named, question.Request.Tier, question.Style?.Id);

    private static void Follow(
        RouteList list,
        RouteWalk walk,
        RouteNotes notes,
        ProviderStatus status,
        Degradation? loss
    )
    {
        notes.Say(list.Text);
        foreach (var line in list.Lines)
        {
            walk.Take(line.Places, line.Reason, loss);
        }

        notes.Say(
            status.AccountTier switch
            {
                AccountTier.Free => "The rest stands by score, as free accounts weigh it.",
                AccountTier.Paid => "The rest stands by score, as paid accounts weigh it.",
                _ => "The rest stands by score, as premium accounts weigh it.",
            }
        );
        walk.TakeRest(loss);
    }

    /// <param name="from">The first place behind what was named.</param>
    private static Route Finish(
        ImageRequest request,
        List<RankedOffer> chain,
        int from,
        RouteNotes notes,
        string? expected
    )
    {
        if (request.Fallback == FallbackRule.Strict)
        {
            chain = [.. chain.Where(ranked => notes.Keep(ranked, ReasonOfStrict(ranked.Degradations)))];
            return notes.Finish(chain, expected);
        }

        var spare = ReferenceRule.PassOver(request, chain, from, notes);
        return notes.Finish(chain, expected) with { Spare = spare };
    }

    /// <summary>The chain from a place on, whoever makes the size before who would have to enlarge or crop much.</summary>
    private static List<RankedOffer> FittingFirst(List<RankedOffer> chain, int from)
    {
        var poor = 0;
        for (var i = from; i < chain.Count; i++)
        {
            poor += SizeLosses.AreIn(chain[i]) ? 1 : 0;
        }

        return poor == 0 || poor == chain.Count - from
            ? chain
            : [.. chain.Take(from), .. chain.Skip(from).OrderBy(SizeLosses.AreIn)];
    }

    private static Degradation LossOf(ImageOperation operation) =>
        operation switch
        {
            Create => Painter,
            Stylise => Filter,
            _ => Tool,
        };

    private static List<RankedOffer> Painters(RouteQuestion question, RouteWalk walk, RouteNotes notes)
    {
        var (request, status) = (question.Request, question.Status);
        // Whoever set a key wants models: that none of them can do this request as it is, is an answer, not a reason to paint.
        // That no model there is could ever do such a thing, is one.
        var alone = status.Available.All(id => id == Local || !status.Allows(id));
        var unmatched = !question.Table.Places.Any(place =>
            !place.IsLocal
            && status.Available.Contains(place.Offer.Provider)
            && status.Allows(place.Offer.Provider)
            && place.Offer.Capabilities.Contains(question.Capability)
        );
        if (!unmatched && request.Fallback != FallbackRule.BestEffort)
        {
            walk.Painters.ForEach(ranked => notes.Keep(ranked, StandIn));
            return [];
        }

        if (unmatched && walk.Painters.Count > 0)
        {
            notes.Say(
                !alone ? "No provider that is switched on does such a thing, so the local tools serve."
                : status.Available.All(id => id == Local)
                    ? "No other provider is switched on, so the local painter serves."
                : "The account may use no other provider that is switched on, so the local painter serves."
            );
        }

        return
        [
            .. walk.Painters.Select(ranked =>
                ranked with
                {
                    Degradations = [.. ranked.Degradations, LossOf(request.Operation)],
                    Reason = "is the painter in this process",
                }
            ),
        ];
    }
}
