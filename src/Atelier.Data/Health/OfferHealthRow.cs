using Atelier.Core.Routing;

namespace Atelier.Data.Health;

/// <summary>How an offer did, as a whole or in one style.</summary>
/// <param name="Style">Null for the offer as a whole.</param>
/// <param name="Circuit">Of the offer as a whole; closed for a style.</param>
public sealed record OfferHealthRow(OfferKey Offer, string? Style, OfferAverages Averages, Circuit Circuit)
{
    /// <summary>A row that nothing was written to yet.</summary>
    public static OfferHealthRow New(OfferKey offer, string? style) =>
        new(offer, style, OfferAverages.Unknown, default);

    /// <summary>The row after one more call.</summary>
    public OfferHealthRow After(OfferOutcome outcome) =>
        outcome.Succeeded is not { } succeeded
            ? this
            : this with
            {
                Averages = Averages.After(succeeded, outcome.Seconds),
                Circuit = Style is null ? Circuit.After(succeeded, outcome.RetryAfter) : Circuit,
            };
}
