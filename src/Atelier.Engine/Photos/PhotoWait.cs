using Atelier.Core.Routing;
using Atelier.Engine.Health;
using Atelier.Engine.Planning;
using Atelier.Engine.Quoting;

namespace Atelier.Engine.Photos;

/// <summary>How long a photo will probably take (requirement B-28): what the offer took lately, and the wait for a place there.</summary>
public sealed class PhotoWait(PhotoNames names, IOfferHealth health, OfferTimes times)
{
    private const string Operation = "stylise";

    // While nothing is known of an offer.
    private static readonly Dictionary<string, double> Starts = new()
    {
        ["flux1"] = 8,
        ["stable_diffusion_xl"] = 25,
        ["google_gemini"] = 15,
        [Router.Local] = 2,
    };

    /// <summary>Whole seconds, at least 1.</summary>
    public int SecondsOf(PlannedOffer offer, string? style)
    {
        var wait = health.Waits.GetValueOrDefault(offer.Provider);
        return Math.Max(1, (int)Math.Ceiling(AverageOf(offer, style) + wait));
    }

    private double AverageOf(PlannedOffer offer, string? style) =>
        health.Offers.TryGetValue(offer.Key, out var known) && known.Samples > 0
            ? known.For(style).AverageSeconds
            // What runs inside this process has no averages of calls.
            : times.Find(offer.Model, offer.Provider, Operation)?.Average
                ?? Starts.GetValueOrDefault(names.Of(offer) ?? "", ExpectedSeconds.WithoutHistory);
}
