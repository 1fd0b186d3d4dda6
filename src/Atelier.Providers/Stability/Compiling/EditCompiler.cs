using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;
using Atelier.Providers.Pictures;

namespace Atelier.Providers.Stability.Compiling;

/// <summary>The second API's edits, which keep the size of the picture or grow it by the pixels that are asked for.</summary>
internal static class EditCompiler
{
    private const int MostMargin = 2000;

    public static Compilation Inpaint(StabilityDraft draft)
    {
        if (draft.Operation is not Inpaint inpaint)
        {
            return draft.Unable();
        }

        if (draft.Against(SourceRules.Edit) is { } against)
        {
            return against;
        }

        draft.LoseStrength();
        draft.LoseSize(draft.SourceSize, draft.SourceSize);
        return draft.Ready(
            new StabilityCall(StabilityPaths.Inpaint)
            {
                Prompt = Wordings.Of(draft),
                Negative = draft.Negative,
                Seed = draft.Order.Request.Seed,
                Image = inpaint.Source,
                Mask = inpaint.Mask,
            }
        );
    }

    public static Compilation Outpaint(StabilityDraft draft)
    {
        if (draft.Operation is not Outpaint outpaint)
        {
            return draft.Unable();
        }

        if (draft.Against(SourceRules.Edit) is { } against)
        {
            return against;
        }

        int[] sides = [outpaint.Left, outpaint.Right, outpaint.Top, outpaint.Bottom];
        if (sides.Max() is < 1 or > MostMargin || sides.Min() < 0)
        {
            return StabilityDraft.Impossible(
                RejectionCause.Size,
                $"adds 1 to {MostMargin} pixels a side, and at least one side"
            );
        }

        var made = new PixelSize(
            draft.Source.Width + outpaint.Left + outpaint.Right,
            draft.Source.Height + outpaint.Top + outpaint.Bottom
        );
        if (!draft.Order.Offer.Sizes.Takes(made))
        {
            return StabilityDraft.Impossible(RejectionCause.Size, $"does not make {made}");
        }

        draft.LoseSize(made, made);
        return draft.Ready(
            new StabilityCall(StabilityPaths.Outpaint)
            {
                Prompt = draft.Order.Prompt,
                Seed = draft.Order.Request.Seed,
                Image = outpaint.Source,
                Creativity = Creativity(outpaint.Strength),
                Margins = new Margins(outpaint.Left, outpaint.Right, outpaint.Top, outpaint.Bottom),
            }
        );
    }

    public static Compilation CutOut(StabilityDraft draft)
    {
        if (draft.Operation is not RemoveBackground removal)
        {
            return draft.Unable();
        }

        if (draft.Against(SourceRules.Edit) is { } against)
        {
            return against;
        }

        if (removal.RefineMask)
        {
            draft.Lose("refine_mask_dropped", "Stability cuts out in one way only; the mask is not refined.");
        }

        if (removal.PreserveShadow)
        {
            draft.Lose("preserve_shadow_dropped", "Stability keeps no shadows when it cuts out.");
        }

        draft.LoseSize(draft.SourceSize, draft.SourceSize);
        return draft.Ready(new StabilityCall(StabilityPaths.RemoveBackground) { Image = removal.Source });
    }

    // Our usual 0.8 is its usual 0.5, and the ends are the ends.
    private static double Creativity(double strength) =>
        Math.Round(strength <= 0.8 ? strength * 0.625 : 0.5 + ((strength - 0.8) * 2.5), 3);
}
