using System.Globalization;
using Atelier.Core.Prompts;
using Atelier.Core.Requests;

namespace Atelier.Core.Routing;

/// <summary>Whether one offer can do a request, and what would be lost there.</summary>
internal static class OfferFilter
{
    private static readonly Rejection Forbidden = new(
        RejectionCause.Rule,
        "is not among the providers that this account may use"
    );

    // It comes back: another may take over meanwhile, as from one that fails.
    private static readonly Rejection HeldBack = new(
        RejectionCause.Circuit,
        "is held back by the operator for a while"
    );

    private static readonly Rejection Wordless = new(
        RejectionCause.Prompt,
        "needs words; in this prompt there is nothing but flags or markup"
    );

    private static readonly Degradation SeedUnsupported = new(
        "seed_unsupported",
        "This offer takes no seed; the same request gives another picture."
    );

    /// <summary>Why not; null when it can.</summary>
    /// <param name="named">Whether the request names the model, and need not be told what it is good for.</param>
    public static Rejection? ReasonAgainst(RouteQuestion question, Place place, bool named) =>
        OfWhatThereIs(question, place, named) ?? OfTheRequest(question, place) ?? OfItsCircuit(question, place);

    public static List<Degradation> Losses(RouteQuestion question, Place place)
    {
        var (request, offer) = (question.Request, place.Offer);
        var losses = new List<Degradation>(question.Prompts.For(place.Model, offer).Degradations);
        if (Guidance.LossOf(request, offer) is { } guidance)
        {
            losses.Add(guidance);
        }

        if (!offer.Seed && request.Seed is not null)
        {
            losses.Add(SeedUnsupported);
        }

        if (ReferenceLosses.Of(request, offer) is { } references)
        {
            losses.Add(references);
        }

        if (question.Fitted is { } size && question.Table.Made(place, size) is { } made && made != size)
        {
            losses.AddRange(SizeLosses.Of(made, size, request.Fit));
        }

        return losses;
    }

    private static Rejection? OfWhatThereIs(RouteQuestion question, Place place, bool named)
    {
        var (status, offer) = (question.Status, place.Offer);
        if (!offer.Capabilities.Contains(question.Capability))
        {
            return new(RejectionCause.Capability, $"cannot do {SnakeCase.Of(question.Capability)}");
        }

        if (!status.Available.Contains(offer.Provider))
        {
            return place.Off;
        }

        if (!status.Allows(offer.Provider))
        {
            return Forbidden;
        }

        if (status.Held.Contains(offer.Provider))
        {
            return HeldBack;
        }

        return !named && question.Style is { } style && place.Model.UnfitStyles.Contains(style.Id)
            ? new(RejectionCause.Unfit, $"does not suit {style.Id}, unless it is named")
            : null;
    }

    private static Rejection? OfTheRequest(RouteQuestion question, Place place)
    {
        if (question.Style is { } style && question.Status.StylesOff.Contains(style.Id))
        {
            return new(RejectionCause.Style, $"is not asked, since the style {style.Id} is switched off");
        }

        if (question.Fitted is { } size && question.Table.Made(place, size) is null)
        {
            return new(RejectionCause.Size, $"does not make {size}");
        }

        var composed = question.Prompts.For(place.Model, place.Offer);
        if (composed.Prompt.Length == 0 && question.Request.Operation is Create)
        {
            return Wordless;
        }

        var length = Math.Max(composed.Prompt.Length, composed.NegativePrompt?.Length ?? 0);
        return length > place.Offer.MaxPromptLength
            ? new(
                RejectionCause.Prompt,
                $"takes prompts of {place.Offer.MaxPromptLength} characters; this one has {length} with the style's words"
            )
            : null;
    }

    private static Rejection? OfItsCircuit(RouteQuestion question, Place place)
    {
        if (
            !question.Status.Health.TryGetValue(place.Key, out var health)
            || health.Circuit != CircuitState.Open
            || place.IsLocal
        )
        {
            return null;
        }

        var until = health.OpenUntil?.UtcDateTime.ToString(" 'until' HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        return new(RejectionCause.Circuit, $"is left alone{until}, since its last calls failed");
    }
}
