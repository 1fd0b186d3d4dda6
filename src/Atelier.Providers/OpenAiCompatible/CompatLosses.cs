using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;

namespace Atelier.Providers.OpenAiCompatible;

/// <summary>What a request loses on the wire of such a server.</summary>
internal static class CompatLosses
{
    // What callers get who say nothing of it; only another wish is lost.
    private const double UsualStrength = 0.8;

    // Less than what rounding to a step of 16 pixels does.
    private const double MostStretch = 0.03;

    /// <param name="guarded">Whether marks were taken out of the words.</param>
    public static IEnumerable<Degradation> Of(
        CompileOrder order,
        CompatWire wire,
        PixelSize wanted,
        PixelSize made,
        bool guarded
    )
    {
        var (request, name) = (order.Request, order.Offer.Provider);
        var shape = wire.Size == WireSize.AspectRatio ? CompatSize.RatioOf(made) : made;
        if ((made != wanted && request.Size is null) || NativeSize.Stretch(shape, made) > MostStretch)
        {
            yield return new Degradation("size_snapped", $"{name} makes {TextOf(shape)} where {wanted} was wanted.");
        }

        if (request.Operation is not Create && request.Size is { } asked)
        {
            foreach (var loss in SizeLosses.Of(made, asked, request.Fit))
            {
                yield return loss;
            }
        }

        if (request.Operation is Edit edit && edit.Strength != UsualStrength)
        {
            yield return new Degradation("strength_unsupported", $"{name} takes no strength; it was left out.");
        }

        if (order is { SeedAsked: true, Offer.Seed: true } && !wire.Extras.ContainsKey(WireExtra.Seed))
        {
            yield return new Degradation("seed_unsupported", $"{name} takes no seed; another picture comes each time.");
        }

        if (order.NegativePrompt is not null && !wire.Extras.ContainsKey(WireExtra.NegativePrompt))
        {
            yield return new Degradation(
                "negative_prompt_dropped",
                $"{name} takes no negative prompt; it was left out."
            );
        }

        if (guarded)
        {
            yield return new Degradation(
                "prompt_marks_removed",
                $"Marks that {name} reads as commands were taken out of the prompt."
            );
        }

        string TextOf(PixelSize size) =>
            wire.Size == WireSize.AspectRatio ? $"{size.Width}:{size.Height}" : size.ToString();
    }
}
