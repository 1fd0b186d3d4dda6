namespace Atelier.Core.Routing;

/// <summary>
/// Reasons as callers read them who do not run the house: which keys are missing, and whether its accounts are empty, is its own
/// business.
/// </summary>
public static class NeutralReasons
{
    private const string Words = "is not available now";

    public static IReadOnlyList<RejectedOffer> Of(IReadOnlyList<RejectedOffer> rejected) => [.. rejected.Select(Of)];

    /// <summary>The way to a route, without what its reasons hold back.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> text, IReadOnlyList<RejectedOffer> rejected)
    {
        var held = rejected.Where(IsHeldBack).DistinctBy(RouteNotes.PassedOver).ToDictionary(RouteNotes.PassedOver, Of);
        return
        [
            .. text.Select(sentence =>
                held.TryGetValue(sentence, out var neutral) ? RouteNotes.PassedOver(neutral) : sentence
            ),
        ];
    }

    private static RejectedOffer Of(RejectedOffer offer) => IsHeldBack(offer) ? offer with { Reason = Words } : offer;

    private static bool IsHeldBack(RejectedOffer offer) =>
        offer.Cause is RejectionCause.Availability or RejectionCause.Money;
}
