using System.Text.Json.Nodes;
using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;
using Atelier.Providers.Replicate.Inputs;

namespace Atelier.Providers.Replicate.Compiling;

/// <summary>The inputs of models that change what there is: one enlarges, the other cuts out.</summary>
internal static class ToolInputs
{
    private const decimal UsualScale = 2;
    private const decimal MostScale = 10;

    // What fits into the memory of its card; a run with more fails, and is billed.
    private const long MostEnlarged = 2_096_704;

    // More would not be sent in the time an intent has.
    private const long MostCutOut = 16_777_216;

    public static Compilation Enlarge(InputDraft draft)
    {
        if (draft.Order.Request.Operation is not Upscale upscale)
        {
            return draft.NoSuchCall();
        }

        var source = draft.SourceSize;
        var scale = ScaleOf(draft.Order.Request.Size, source);
        var made = new PixelSize((int)(source.Width * scale), (int)(source.Height * scale));
        if (source.Pixels > MostEnlarged)
        {
            return InputDraft.Impossible(
                RejectionCause.Size,
                $"has no memory to enlarge pictures of more than {MostEnlarged} pixels; this one has {source.Pixels}"
            );
        }

        if (scale is < 1 or > MostScale || !draft.Order.Offer.Sizes.Takes(made))
        {
            return InputDraft.NoSuchSize(draft.Order.Request.Size ?? made);
        }

        if (upscale.EnhanceDetails)
        {
            draft.Lose(
                "enhance_details_dropped",
                "Real-ESRGAN enlarges in one way only; it was not asked for more detail."
            );
        }

        if (upscale.Denoise)
        {
            draft.Lose("denoise_dropped", "Real-ESRGAN has no denoising of its own.");
        }

        draft.LoseSize(made, made);
        var input = new JsonObject { ["scale"] = scale, ["face_enhance"] = false };
        return draft.Ready(input, files: InputFile.Picture("image", draft.Source.Id, source));
    }

    public static Compilation CutOut(InputDraft draft)
    {
        if (draft.Order.Request.Operation is not RemoveBackground removal)
        {
            return draft.NoSuchCall();
        }

        var source = draft.SourceSize;
        if (source.Pixels > MostCutOut || !draft.Order.Offer.Sizes.Takes(source))
        {
            return InputDraft.NoSuchSize(source);
        }

        if (removal.RefineMask)
        {
            draft.Lose("refine_mask_dropped", "This model cuts out in one way only; the mask is not refined.");
        }

        if (removal.PreserveShadow)
        {
            draft.Lose("preserve_shadow_dropped", "This model keeps no shadows when it cuts out.");
        }

        var input = new JsonObject
        {
            ["format"] = "png",
            ["background_type"] = "rgba",
            ["threshold"] = 0,
            ["reverse"] = false,
        };
        return draft.Ready(input, files: InputFile.Picture("image", draft.Source.Id, source));
    }

    // Up to the next hundredth, so that nothing has to be enlarged after it.
    private static decimal ScaleOf(PixelSize? wanted, PixelSize source) =>
        wanted is { } size
            ? decimal.Ceiling(100 * Math.Max((decimal)size.Width / source.Width, (decimal)size.Height / source.Height))
                / 100
            : UsualScale;
}
