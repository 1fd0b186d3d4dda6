using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;

namespace Atelier.Providers.Stability.Compiling;

/// <summary>SDXL at the first API: nine sizes, in which it takes pictures too, and several pictures a call.</summary>
internal static class FirstCompiler
{
    private const string FromWords = "text-to-image";
    private const string FromPicture = "image-to-image";
    private const string Masked = "image-to-image/masking";

    public static Compilation Compile(StabilityDraft draft)
    {
        var order = draft.Order;
        var kind = draft.Operation switch
        {
            Create => FromWords,
            Stylise or Variation => FromPicture,
            Inpaint => Masked,
            _ => null,
        };
        if (kind is null)
        {
            return draft.Unable();
        }

        var wanted = order.Request.Size ?? (order.Source is null ? null : draft.SourceSize);
        if (wanted is not { } size || NativeSize.For(size, order.Offer.Sizes) is not { } made)
        {
            return StabilityDraft.Impossible(RejectionCause.Size, "needs a size");
        }

        var call = new StabilityCall(StabilityPaths.First(order.Offer.ProviderModel, kind))
        {
            Prompt = Wordings.Of(draft),
            Negative = draft.Negative,
            Seed = order.Request.Seed,
            Size = made.ToString(),
            Guidance = order.Guidance,
        };
        return kind switch
        {
            FromWords => draft.Ready(call, order.Offer.MaxPerCall),
            FromPicture => Change(draft, call, made),
            _ => Repaint(draft, call, (Inpaint)draft.Operation),
        };
    }

    private static Compilation Change(StabilityDraft draft, StabilityCall call, PixelSize made)
    {
        draft.LoseEdges(made);
        draft.LoseSize(made, draft.SourceSize);
        return draft.Ready(
            call with
            {
                Image = draft.Source.Id,
                Strength = draft.Strength,
            },
            draft.Order.Offer.MaxPerCall
        );
    }

    // What lies beside the painted part must come to lie where it was, and lose nothing on the way.
    private static Compilation Repaint(StabilityDraft draft, StabilityCall call, Inpaint inpaint)
    {
        var source = draft.SourceSize;
        if (
            NativeSize.For(source, draft.Order.Offer.Sizes) is not { } made
            || (long)made.Width * source.Height != (long)source.Width * made.Height
            || source.Width > made.Width
        )
        {
            return StabilityDraft.Impossible(
                RejectionCause.Size,
                $"repaints only what has one of its own shapes and is not larger; this one has {source}"
            );
        }

        draft.LoseStrength();
        draft.LoseSize(made, source);
        return draft.Ready(
            call with
            {
                Size = made.ToString(),
                Image = inpaint.Source,
                Mask = inpaint.Mask,
            },
            draft.Order.Offer.MaxPerCall
        );
    }
}
