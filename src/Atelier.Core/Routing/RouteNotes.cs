namespace Atelier.Core.Routing;

/// <summary>Writes down the way to a route while it is found.</summary>
internal sealed class RouteNotes
{
    private readonly List<RejectedOffer> _rejected = [];
    private readonly List<string> _text = [];

    public void Say(string sentence) => _text.Add(sentence);

    public void Say(IEnumerable<string> sentences) => _text.AddRange(sentences);

    public void Reject(Place place, Rejection against) =>
        _rejected.Add(RejectedOffer.Of(place.Model, place.Offer, against));

    /// <summary>Whether the offer stays; with a reason against it, it is noted and does not.</summary>
    public bool Keep(RankedOffer ranked, Rejection? against)
    {
        if (against is not null)
        {
            _rejected.Add(RejectedOffer.Of(ranked.Model, ranked.Offer, against));
        }

        return against is null;
    }

    public static string PassedOver(RejectedOffer offer) => $"{offer.ToName()} is passed over: it {offer.Reason}.";

    /// <param name="expected">The model that would have come first.</param>
    public Route Finish(List<RankedOffer> chain, string? expected)
    {
        var missed = _rejected.Find(offer => offer.Model == expected);
        if (missed is not null && chain.TrueForAll(ranked => ranked.Model.Id != expected))
        {
            Say(PassedOver(missed));
        }

        Say(
            chain.Count > 0
                ? $"{chain[0].ToName()} comes first of {chain.Count} that can do it: it {chain[0].Reason}."
                : "No offer can do it."
        );
        return new Route(chain, _rejected, _text);
    }
}
