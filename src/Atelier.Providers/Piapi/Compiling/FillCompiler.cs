using System.Text.Json.Nodes;
using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Providers.Calls;
using Atelier.Providers.OpenAi;
using Atelier.Providers.Piapi.Pictures;

namespace Atelier.Providers.Piapi.Compiling;

/// <summary>Flux tasks that fill what is empty: holes of a picture, or room around it.</summary>
internal static class FillCompiler
{
    /// <param name="maskAsFile">Whether the mask goes along as a file, white where to paint; else the picture has the holes.</param>
    public static Compilation Repaint(CallDraft draft, Inpaint inpaint, bool maskAsFile)
    {
        var (order, source) = (draft.Order, draft.Source);
        var natural = OrderSizes.Natural(order);
        // What lies beside the painted part must come to lie where it was.
        if (
            NativeSize.For(natural, order.Offer.Sizes) is not { } made
            || !OpenAiSize.IsSameShape(natural, made, order.Offer.Sizes)
        )
        {
            return CallDraft.WrongSize(natural);
        }

        draft.LoseSize(order.Request.Size ?? natural, made);
        draft.LoseStrength();
        var input = draft.Words(OrderWords.Of(order)!);
        return maskAsFile
            ? draft.Ready(
                input,
                pictures:
                [
                    Whole(order, source.Id, natural, made),
                    Whole(order, inpaint.Mask, natural, made) with
                    {
                        Field = "mask",
                        IsMask = true,
                    },
                ]
            )
            : draft.Ready(input, pictures: Uploaded(source.Id, made) with { Holes = inpaint.Mask });
    }

    public static Compilation Grow(CallDraft draft, Outpaint outpaint)
    {
        var (order, source) = (draft.Order, draft.Source);
        var grown = OrderSizes.Natural(order);
        // Room is told in pixels, so the picture grows by exactly that.
        if (!(order.Offer.Sizes with { Step = 1 }).Takes(grown))
        {
            return CallDraft.WrongSize(grown);
        }

        draft.LoseSize(order.Request.Size ?? grown, grown);
        draft.LoseStrength();
        var input = draft.Words(OrderWords.Of(order)!);
        input["custom_settings"] = new JsonArray(
            new JsonObject
            {
                ["setting_type"] = "outpaint",
                ["outpaint_left"] = outpaint.Left,
                ["outpaint_right"] = outpaint.Right,
                ["outpaint_top"] = outpaint.Top,
                ["outpaint_bottom"] = outpaint.Bottom,
            }
        );
        return draft.Ready(input, pictures: draft.Picture("image", source, UploadSize.Most));
    }

    private static InputPicture Whole(CompileOrder order, Guid image, PixelSize natural, PixelSize made) =>
        order.PublicAddress && made == natural
            ? new InputPicture("image", image) { Fetched = true }
            : Uploaded(image, made);

    private static InputPicture Uploaded(Guid image, PixelSize made) =>
        new("image", image) { Width = made.Width, Height = made.Height };
}
