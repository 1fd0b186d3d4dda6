using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;

namespace Atelier.Providers.Stability.Compiling;

/// <summary>
/// Three upscalers: a fast one that makes each side four times as long, one that keeps to the picture, and one that invents
/// details. The last two choose their own size.
/// </summary>
internal static class UpscaleCompiler
{
    private const int FastFactor = 4;

    // They promise four megapixels, and make up to ten.
    private const long SurePixels = 4_000_000;

    public static Compilation Fast(StabilityDraft draft)
    {
        if (draft.Operation is not Upscale upscale)
        {
            return draft.Unable();
        }

        if ((draft.Against(SourceRules.Fast) ?? AgainstDetails(draft, upscale)) is { } against)
        {
            return against;
        }

        LoseWishes(draft, upscale, inventsDetails: false);
        var made = new PixelSize(draft.Source.Width * FastFactor, draft.Source.Height * FastFactor);
        draft.LoseSize(made, made);
        draft.LeastPixels = made.Pixels;
        return draft.Ready(new StabilityCall(StabilityPaths.Fast) { Image = upscale.Source });
    }

    public static Compilation Conservative(StabilityDraft draft)
    {
        if (draft.Operation is not Upscale upscale)
        {
            return draft.Unable();
        }

        if ((draft.Against(SourceRules.Any) ?? AgainstDetails(draft, upscale)) is { } against)
        {
            return against;
        }

        LoseWishes(draft, upscale, inventsDetails: false);
        return Enlarge(draft, upscale, StabilityPaths.Conservative);
    }

    public static Compilation Creative(StabilityDraft draft)
    {
        if (draft.Operation is not Upscale upscale)
        {
            return draft.Unable();
        }

        if (Reduced(draft.SourceSize) is not { } taken)
        {
            return draft.Against(SourceRules.Creative) ?? draft.Unable();
        }

        if (!upscale.EnhanceDetails && !IsNamed(draft))
        {
            return StabilityDraft.Impossible(
                RejectionCause.Unfit,
                "invents details, and is taken for enhance_details or when it is named"
            );
        }

        if (!upscale.EnhanceDetails)
        {
            draft.Lose("details_invented", "This upscaler invents details, asked or not.");
        }

        if (taken != draft.SourceSize)
        {
            draft.Lose(
                "source_reduced",
                $"It is sent at {taken}, since this upscaler takes a megapixel; details are new."
            );
        }

        LoseWishes(draft, upscale, inventsDetails: true);
        return Enlarge(draft, upscale, StabilityPaths.Creative, taken);
    }

    private static Compilation Enlarge(StabilityDraft draft, Upscale upscale, string path, PixelSize? taken = null)
    {
        if (draft.Order.Request.Size is not { } asked || asked.Pixels > SurePixels)
        {
            draft.Lose(
                "size_unsure",
                "Stability chooses the size of the result, from 4 megapixels on; it is then fitted to the one asked for."
            );
        }

        draft.LeastPixels = SurePixels;
        return draft.Ready(
            new StabilityCall(path)
            {
                Prompt = draft.Order.Prompt ?? Wordings.Upscale,
                Negative = draft.Negative,
                Seed = draft.Order.Request.Seed,
                Image = upscale.Source,
                Size = taken == draft.SourceSize ? null : taken?.ToString(),
            }
        );
    }

    // What invents details anew loses little by a smaller picture. Null where it takes none of this shape.
    private static PixelSize? Reduced(PixelSize source)
    {
        if (SourceRules.Creative.Takes(source))
        {
            return source;
        }

        var factor = Math.Sqrt((double)SourceRules.Creative.MaxPixels!.Value / source.Pixels);
        var reduced = new PixelSize((int)(source.Width * factor), (int)(source.Height * factor));
        return factor < 1 && SourceRules.Any.Takes(source) && SourceRules.Creative.Takes(reduced) ? reduced : null;
    }

    // Who wants new details gets the upscaler that invents them; the others only serve where it cannot, or are named.
    private static Compilation? AgainstDetails(StabilityDraft draft, Upscale upscale) =>
        upscale.EnhanceDetails && !IsNamed(draft) && Reduced(draft.SourceSize) is not null
            ? StabilityDraft.Impossible(
                RejectionCause.Unfit,
                "adds no details; the creative upscaler of the same provider does"
            )
            : null;

    private static bool IsNamed(StabilityDraft draft) => draft.Order.Request.Model == draft.Order.Model.Id;

    private static void LoseWishes(StabilityDraft draft, Upscale upscale, bool inventsDetails)
    {
        if (upscale.EnhanceDetails && !inventsDetails)
        {
            draft.Lose("enhance_details_dropped", "This upscaler keeps to the picture; no details are added.");
        }

        if (upscale.Denoise)
        {
            draft.Lose("denoise_dropped", "Stability has no denoising.");
        }
    }
}
