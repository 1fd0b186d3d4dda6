namespace Atelier.Core.Routing;

/// <summary>Writes down the way to a route while it is found.</summary>
internal sealed class RouteNotes
{
    private readonly List<RejectedOffer> _rejected = [];
    private readonly List<string> _text = [];

    public void Say(string sentence) => _text.Add(sentence);

    public void Say(IEnumerable<string> sentences) => _text.AddRange(sentences);

    public void Reject(Place place, Rejection against) =>
        _rejected.Add(new RejectedOffer(place.Model.Id, place.Offer.Provider, against.Text, against.Cause));

    /// <summary>Whether the offer stays; with a reason against it, it is noted and does not.</summary>
    public bool Keep(RankedOffer ranked, Rejection? against)
    {
        if (against is not null)
        {
            _rejected.Add(new RejectedOffer(ranked.Model.Id, ranked.Offer.Provider, against.Text, against.Cause));
        }

        return against is null;
    }

    /// <param name="expected">The model that would have come first.</param>
    public Route Finish(List<RankedOffer> chain, string? expected)
    {
        var missed = _rejected.Find(offer => offer.Model == expected);
        if (missed is not null && chain.TrueForAll(ranked => ranked.Model.Id != expected))
        {
            Say($"{missed.Model} at {missed.Provider} is passed over: it {missed.Reason}.");
        }

        Say(
            chain.Count > 0
                ? $"{chain[0].Model.Id} at {chain[0].Offer.Provider} comes first of {chain.Count} that can do it: it {chain[0].Reason}."
                : "No offer can do it."
        );
        return new Route(chain, _rejected, _text);
    }
}
