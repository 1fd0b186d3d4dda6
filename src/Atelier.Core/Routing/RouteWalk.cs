namespace Atelier.Core.Routing;

/// <summary>Goes along lists and the score, looks at each offer once, and keeps those that can do the request.</summary>
internal sealed class RouteWalk(RouteQuestion question, RouteNotes notes)
{
    private readonly bool[] _seen = new bool[question.Table.Places.Count];

    /// <summary>What can do it so far, but for painters.</summary>
    public List<RankedOffer> Chain { get; } = [];

    /// <summary>Painters that can do it.</summary>
    public List<RankedOffer> Painters { get; } = [];

    /// <summary>Whether one of the offers could do it and is only left alone for a while.</summary>
    public bool AnyShut { get; private set; }

    /// <summary>Adds the offers of one model that can do it, the best first.</summary>
    public void Take(IReadOnlyList<Place> places, string reason, Degradation? loss = null, bool named = false)
    {
        var before = Chain.Count;
        foreach (var place in places)
        {
            Look(place, reason, loss, named);
        }

        Sort(before);
    }

    /// <summary>Adds all the others by score.</summary>
    public void TakeRest(Degradation? loss)
    {
        var before = Chain.Count;
        foreach (var place in question.Table.Places)
        {
            Look(place, "stands by its score", loss, named: false);
        }

        Sort(before);
    }

    private void Look(Place place, string reason, Degradation? loss, bool named)
    {
        if (_seen[place.Number])
        {
            return;
        }

        _seen[place.Number] = true;
        if (OfferFilter.ReasonAgainst(question, place, named) is { } against)
        {
            notes.Reject(place, against);
            AnyShut |= against.Cause == RejectionCause.Circuit;
            return;
        }

        var losses = OfferFilter.Losses(question, place);
        if (loss is not null)
        {
            losses.Add(loss);
        }

        var each = OfferScore.Each(
            place.Offer,
            place.Offer.Price.Of(question.Request).Expected,
            Math.Max(1, question.Request.Count)
        );
        var ranked = new RankedOffer(place.Model, place.Offer, losses)
        {
            Prompt = question.Prompts.For(place.Model, place.Offer),
            Score = question.ScoreOf(place, each),
            Price = each,
            Reason = reason,
            IsFallback = loss is not null && !named,
        };
        (place.IsLocal && !named ? Painters : Chain).Add(ranked);
    }

    private void Sort(int from)
    {
        if (Chain.Count - from > 1)
        {
            Chain.Sort(from, Chain.Count - from, ByScore.Comparer);
        }
    }

    /// <summary>The highest score first; then the lowest price; then by id. No two offers are equal.</summary>
    private sealed class ByScore : IComparer<RankedOffer>
    {
        public static readonly ByScore Comparer = new();

        public int Compare(RankedOffer? one, RankedOffer? other)
        {
            var order = other!.Score.CompareTo(one!.Score);
            order = order != 0 ? order : one.Price.CompareTo(other.Price);
            order = order != 0 ? order : string.CompareOrdinal(one.Model.Id, other.Model.Id);
            order = order != 0 ? order : string.CompareOrdinal(one.Offer.Provider, other.Offer.Provider);
            return order != 0 ? order : string.CompareOrdinal(one.Offer.ProviderModel, other.Offer.ProviderModel);
        }
    }
}
