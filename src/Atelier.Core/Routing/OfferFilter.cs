using Atelier.Core.Catalogue;
using Atelier.Core.Prompts;
using Atelier.Core.Requests;

namespace Atelier.Core.Routing;

/// <summary>Whether one offer can do a request, and what would be lost there.</summary>
internal static class OfferFilter
{
    /// <summary>Why not; null when it can.</summary>
    public static Rejection? ReasonAgainst(
        ImageRequest request,
        ModelEntry model,
        OfferEntry offer,
        PromptSheet prompts,
        CatalogueSnapshot catalogue,
        ProviderStatus status
    )
    {
        if (!offer.Capabilities.Contains(request.Capability))
        {
            return new(RejectionCause.Capability, $"cannot do {SnakeCase.Of(request.Capability)}");
        }

        if (!status.Available.Contains(offer.Provider))
        {
            var variable = catalogue.FindProvider(offer.Provider)?.KeyVariable;
            return new(
                RejectionCause.Availability,
                variable is null ? "is not switched on" : $"is not switched on (its key is {variable})"
            );
        }

        // A change takes its size from its picture; the result is fitted to the size that was asked for.
        if (Fitted(request) is { } size && NativeSize.For(size, offer.Sizes) is null)
        {
            return new(RejectionCause.Size, $"does not make {size}");
        }

        var composed = prompts.For(model, offer);
        if (composed.Prompt.Length == 0 && request.Operation is Create)
        {
            return new(RejectionCause.Prompt, "needs words; in this prompt there is nothing but flags or markup");
        }

        var length = Math.Max(composed.Prompt.Length, composed.NegativePrompt?.Length ?? 0);
        return length > offer.MaxPromptLength
            ? new(
                RejectionCause.Prompt,
                $"takes prompts of {offer.MaxPromptLength} characters; this one has {length} with the style's words"
            )
            : null;
    }

    public static List<Degradation> Losses(ImageRequest request, OfferEntry offer, ComposedPrompt composed)
    {
        var losses = new List<Degradation>(composed.Degradations);
        if (Guidance.LossOf(request, offer) is { } guidance)
        {
            losses.Add(guidance);
        }

        if (!offer.Seed && request.Seed is not null)
        {
            losses.Add(
                new Degradation("seed_unsupported", "This offer takes no seed; the same request gives another picture.")
            );
        }

        if (Fitted(request) is { } size && NativeSize.For(size, offer.Sizes) is { } made)
        {
            losses.AddRange(SizeLosses.Of(made, size, request.Fit));
        }

        return losses;
    }

    private static PixelSize? Fitted(ImageRequest request) =>
        request.Capability == Capability.TextToImage ? request.Size : null;
}
