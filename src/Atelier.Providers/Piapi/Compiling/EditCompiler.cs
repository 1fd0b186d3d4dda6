using Atelier.Core.Catalogue;
using Atelier.Providers.Calls;

namespace Atelier.Providers.Piapi.Compiling;

/// <summary>Models that change a picture as words say: Flux Kontext, which is told a size, and Qwen, which keeps the picture's.</summary>
internal static class EditCompiler
{
    private const string SizedTask = "kontext";

    public static Compilation Compile(CallDraft draft)
    {
        var (order, source) = (draft.Order, draft.Source);
        var natural = OrderSizes.Natural(order);
        var wanted = order.Request.Size ?? natural;
        var most = Math.Min(order.Offer.Sizes.MaxPixels ?? UploadSize.Most, UploadSize.Most);
        var input = draft.Words(OrderWords.Of(order)!);
        if (draft.Model.Task == SizedTask)
        {
            if (NativeSize.For(wanted, order.Offer.Sizes) is not { } made)
            {
                return CallDraft.WrongSize(wanted);
            }

            draft.LoseSize(wanted, made);
            input["width"] = made.Width;
            input["height"] = made.Height;
        }
        else
        {
            draft.LoseSize(wanted, order.PublicAddress ? natural : UploadSize.Of(source, most));
        }

        draft.LoseStrength();
        return draft.Ready(input, pictures: draft.Picture("image", source, most));
    }
}
