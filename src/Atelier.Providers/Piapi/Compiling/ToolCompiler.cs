using System.Text.Json.Nodes;
using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;

namespace Atelier.Providers.Piapi.Compiling;

/// <summary>Tools for pictures that exist: a larger one, or one without its background.</summary>
internal static class ToolCompiler
{
    // Its newer pages say 2 to 10, its older ones 2, 4 or 8 and sides of 2048: these are right by both.
    private static readonly int[] Scales = [2, 4, 8];
    private const int LongestSide = 2048;

    public static Compilation Enlarge(CallDraft draft, Upscale upscale)
    {
        var source = draft.Source;
        var wanted = draft.Order.Request.Size ?? new PixelSize(source.Width * Scales[0], source.Height * Scales[0]);
        var factor = Math.Max((double)wanted.Width / source.Width, (double)wanted.Height / source.Height);
        var scale = Array.Find(Scales, scale => scale >= factor);
        if (scale == 0 || Math.Max(source.Width, source.Height) > LongestSide)
        {
            return CallDraft.Impossible(
                RejectionCause.Size,
                $"enlarges pictures of up to {LongestSide} pixels a side, at most {Scales[^1]} times"
            );
        }

        if (upscale.EnhanceDetails)
        {
            draft.Lose("enhance_details_dropped", "PiAPI's upscaler invents no detail.");
        }

        if (upscale.Denoise)
        {
            draft.Lose("denoise_dropped", "PiAPI's upscaler has no denoising.");
        }

        return Whole(draft, new JsonObject { ["scale"] = scale });
    }

    public static Compilation CutOut(CallDraft draft, RemoveBackground removal)
    {
        if (removal.RefineMask)
        {
            draft.Lose("refine_mask_dropped", "PiAPI cuts out in one way only; the mask is not refined.");
        }

        if (removal.PreserveShadow)
        {
            draft.Lose("preserve_shadow_dropped", "PiAPI keeps no shadows when it cuts out.");
        }

        return Whole(draft, []);
    }

    // A smaller one would not do: what comes is as large as what was sent, or a multiple of it.
    private static Compilation Whole(CallDraft draft, JsonObject input)
    {
        var source = draft.Source;
        return !draft.Order.PublicAddress && (long)source.Width * source.Height > UploadSize.Most
            ? CallDraft.Impossible(
                RejectionCause.Availability,
                "takes uploads of 10 MB; a larger picture needs a public address of this service"
            )
            : draft.Ready(input, pictures: draft.Picture("image", source, UploadSize.Most));
    }
}
