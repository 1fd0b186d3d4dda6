namespace Atelier.Core.Routing;

/// <summary>Writes down the way to a route while it is found.</summary>
internal sealed class RouteNotes
{
    private readonly List<RejectedOffer> _rejected = [];
    private readonly List<string> _text = [];

    public void Say(string sentence) => _text.Add(sentence);

    /// <summary>Whether the offer stays; with a reason against it, it is noted and does not.</summary>
    public bool Keep(RankedOffer ranked, Rejection? against)
    {
        if (against is not null)
        {
            _rejected.Add(new RejectedOffer(ranked.Model.Id, ranked.Offer.Provider, against.Text, against.Cause));
        }

        return against is null;
    }

    public Route Finish(List<RankedOffer> chain)
    {
        Say(
            chain.Count > 0
                ? $"{chain[0].Model.Id} at {chain[0].Offer.Provider} comes first of {chain.Count} that can do it."
                : "No offer can do it."
        );
        return new Route(chain, _rejected, _text);
    }
}
