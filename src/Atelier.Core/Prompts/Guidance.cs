using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;

namespace Atelier.Core.Prompts;

/// <summary>Settles how closely an offer follows the prompt (requirement C-22).</summary>
public static class Guidance
{
    /// <summary>The caller's wish, else the style's, within the offer's range; null where the offer takes none or nothing is wished.</summary>
    public static decimal? Settle(ImageRequest request, StyleEntry? style, OfferEntry offer) =>
        offer.Guidance is { } rule && (request.GuidanceScale ?? style?.Guidance) is { } wish
            ? Math.Clamp(wish, rule.Min, rule.Max)
            : null;

    /// <summary>What the caller's own wish loses; null when it is kept. Nobody asked for a style's.</summary>
    public static Degradation? LossOf(ImageRequest request, OfferEntry offer)
    {
        if (request.GuidanceScale is not { } wish)
        {
            return null;
        }

        if (offer.Guidance is not { } rule)
        {
            return new Degradation("guidance_scale_dropped", "This offer takes no guidance scale; it was left out.");
        }

        var given = Math.Clamp(wish, rule.Min, rule.Max);
        return given == wish
            ? null
            : new Degradation(
                "guidance_scale_clamped",
                FormattableString.Invariant(
                    $"This offer takes a guidance scale of {rule.Min} to {rule.Max}; {given} stands for {wish}."
                )
            );
    }
}
