using Atelier.Core.Routing;

namespace Atelier.Data.Health;

/// <summary>How one call ended, as far as it says something about its offer.</summary>
/// <param name="Style">Id of the request's style; null for none.</param>
/// <param name="Succeeded">Null when the call says nothing of the offer, so that it was no probe either.</param>
/// <param name="Seconds">From the intent to the end.</param>
/// <param name="RetryAfter">How long the provider asks to be left alone; null when it does not say.</param>
public sealed record OfferOutcome(
    OfferKey Offer,
    string? Style,
    bool? Succeeded,
    double Seconds,
    TimeSpan? RetryAfter = null
);
