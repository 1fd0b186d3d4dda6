using System.Text.Json.Nodes;
using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;
using Atelier.Providers.Piapi.Pictures;

namespace Atelier.Providers.Piapi.Compiling;

/// <summary>Models that are told width and height: Flux, Qwen and Z-Image.</summary>
internal static class PixelCompiler
{
    public static Compilation FromWords(CallDraft draft)
    {
        var order = draft.Order;
        var wanted = OrderSizes.Natural(order);
        if (NativeSize.For(wanted, order.Offer.Sizes) is not { } made)
        {
            return CallDraft.WrongSize(wanted);
        }

        if (OrderWords.Of(order) is not { Length: > 0 } prompt)
        {
            return CallDraft.Impossible(RejectionCause.Prompt, "needs words");
        }

        draft.LoseSize(wanted, made);
        var input = draft.Words(prompt);
        input["width"] = made.Width;
        input["height"] = made.Height;
        return draft.Ready(input, PiapiModel.Words);
    }

    /// <summary>A picture drawn over: what comes has its size, which must be within the limits of new ones.</summary>
    public static Compilation FromPicture(CallDraft draft)
    {
        var (order, source) = (draft.Order, draft.Source);
        var own = new PixelSize(source.Width, source.Height);
        // It is told no size, so no step; what is within the bounds goes as it is.
        var fits = (order.Offer.Sizes with { Step = 1 }).Takes(own);
        if ((fits ? own : NativeSize.For(own, order.Offer.Sizes)) is not { } made)
        {
            return CallDraft.WrongSize(own);
        }

        draft.LoseSize(order.Request.Size ?? own, made);
        var input = draft.Words(OrderWords.Of(order)!);
        input["denoise"] = JsonValue.Create(StrengthOf(order.Request.Operation));
        return draft.Ready(input, PiapiModel.Picture, InFormOf(order, source, own, made));
    }

    private static InputPicture InFormOf(CompileOrder order, SourceImage source, PixelSize own, PixelSize made) =>
        own == made && order.PublicAddress
            ? new InputPicture("image", source.Id) { Fetched = true }
            : new InputPicture("image", source.Id) { Width = made.Width, Height = made.Height };

    // A style is no edit, and has the strength that edits have whose caller says nothing.
    private static double StrengthOf(ImageOperation operation) =>
        operation is Edit edit ? edit.Strength : OrderWords.UsualStrength;
}
