using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Engine.Planning;
using Atelier.Engine.Quoting;

namespace Atelier.Engine.Simulating;

/// <summary>Routes requests in one world, one after the other, and adds up. Asks nobody.</summary>
internal sealed class SimulationTally(SimulationSide side, OfferTimes history)
{
    private const int MostReasons = 20;

    private readonly Dictionary<(string Model, string Provider), OfferTally> _offers = [];
    private readonly Dictionary<string, long> _degradations = [];
    private readonly Dictionary<string, long> _reasons = [];
    private long _requests;
    private long _pictures;
    private long _impossible;
    private long _unpriced;

    /// <summary>Adds a request that comes so many times.</summary>
    /// <param name="whom">For whom; null for an account as the side has it.</param>
    public void Add(ImageRequest request, long times, PlanFor? whom = null)
    {
        _requests += times;
        if (request.Model is { } name && side.Catalogue.FindModel(name) is null)
        {
            _impossible += times;
            Count(_reasons, $"There is no model {name}.", times);
            return;
        }

        var route = Router.Plan(request, side.Catalogue, StatusFor(whom));
        if (route.Chain.Count == 0)
        {
            _impossible += times;
            Count(_reasons, ReasonOf(route), times);
            return;
        }

        Add(request, route.Chain[0], times);
    }

    public SimulationResult Finish()
    {
        var done = _requests - _impossible;
        var models = _offers.Select(offer => ModelOf(offer.Key, offer.Value)).ToList();
        return new SimulationResult(
            _requests,
            _pictures,
            _impossible,
            _offers.Values.Sum(offer => offer.Cost),
            _offers.Values.Sum(offer => offer.Maximum),
            _unpriced,
            done == 0 ? null : _offers.Values.Sum(offer => offer.Seconds) / done,
            models.Where(model => model.Measured).Sum(model => model.Requests),
            [.. models.OrderByDescending(model => model.Requests).ThenBy(model => model.Model, StringComparer.Ordinal)],
            Ordered(_degradations),
            [.. Ordered(_reasons).Take(MostReasons)]
        );
    }

    private ProviderStatus StatusFor(PlanFor? whom) =>
        whom is null
            ? side.Status
            : side.Status with
            {
                AccountTier = whom.Tier,
                Only = whom.Only,
                Never = whom.Never,
                Order = whom.Order,
            };

    private void Add(ImageRequest request, RankedOffer first, long times)
    {
        var (price, listed) = VersionPrice.Of(request, first.Model, first.Offer, side.PriceVersion);
        var calls = CallsOf(request.Count, first.Offer) * times;
        var key = (first.Model.Id, first.Offer.Provider);
        var tally = _offers.TryGetValue(key, out var known) ? known : _offers[key] = new OfferTally();
        tally.Requests += times;
        tally.Cost += calls * price.Expected;
        tally.Maximum += calls * price.Maximum;
        tally.Seconds += times * SecondsOf(key, request, tally);
        _pictures += request.Count * times;
        _unpriced += listed ? 0 : times;
        foreach (var loss in first.Degradations)
        {
            Count(_degradations, loss.Code, times);
        }
    }

    private double SecondsOf((string Model, string Provider) key, ImageRequest request, OfferTally tally)
    {
        var known = history.Find(key.Model, key.Provider, request.Operation.Kind);
        tally.Measured |= known is not null;
        return known?.Average ?? ExpectedSeconds.WithoutHistory;
    }

    // As a plan counts them: no call serves more slots than it may, and each yields at least its least number.
    private static long CallsOf(int pictures, OfferEntry offer)
    {
        var most = Math.Max(1, offer.MaxPerCall);
        return (pictures / most * Least(most, offer)) + Least(pictures % most, offer);
    }

    private static long Least(int slots, OfferEntry offer) =>
        (slots + offer.PicturesPerCall - 1) / offer.PicturesPerCall;

    private SimulatedModel ModelOf((string Model, string Provider) key, OfferTally tally) =>
        new(
            key.Model,
            key.Provider,
            tally.Requests,
            decimal.Round((decimal)tally.Requests / _requests, 4),
            tally.Cost,
            tally.Seconds / tally.Requests,
            tally.Measured
        );

    // Of all that were passed over the one that came nearest to doing it.
    private static string ReasonOf(Route route) =>
        route.Rejected.MaxBy(offer => offer.Cause) is { } nearest
            ? $"{nearest.Model} at {nearest.Provider} {nearest.Reason}."
            : "There is no model.";

    private static void Count(Dictionary<string, long> counts, string key, long times) =>
        counts[key] = counts.GetValueOrDefault(key) + times;

    private static List<KeyValuePair<string, long>> Ordered(Dictionary<string, long> counts) =>
        [.. counts.OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal)];

    private sealed class OfferTally
    {
        public long Requests { get; set; }

        public decimal Cost { get; set; }

        public decimal Maximum { get; set; }

        public double Seconds { get; set; }

        public bool Measured { get; set; }
    }
}
