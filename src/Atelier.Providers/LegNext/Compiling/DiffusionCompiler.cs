using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;
using Atelier.Providers.LegNext.Texts;

namespace Atelier.Providers.LegNext.Compiling;

/// <summary>Pictures from words, or from words and a picture: one text with everything in it.</summary>
internal static class DiffusionCompiler
{
    /// <param name="picture">Its address goes before the words when the call is sent.</param>
    public static Compilation Compile(CallDraft draft, SourceImage? picture)
    {
        var (order, options) = (draft.Order, draft.Options);
        if (picture is not null && !order.PublicAddress)
        {
            return CallDraft.Unreachable();
        }

        if (MidjourneyVersion.Of(order.Offer.ProviderModel) is not { } version)
        {
            return CallDraft.Impossible(
                RejectionCause.Capability,
                $"knows no version of Midjourney called {order.Offer.ProviderModel}"
            );
        }

        if (SizeOf(order.Request, picture) is not { } size)
        {
            return CallDraft.Impossible(RejectionCause.Size, "needs a size, to know the ratio");
        }

        var words = order.Prompt ?? "";
        if (words.Length == 0)
        {
            return CallDraft.Impossible(RejectionCause.Prompt, "needs words besides flags");
        }

        var seed = order.Request.Seed;
        var flags = MidjourneyFlags.OfNew(size, options, seed, version, picture is not null, order.NegativePrompt);
        var text = $"{words} {flags}";
        // The address is made when the call is sent; there must be room for the longest.
        var length = text.Length + MidjourneyFlags.SeedGrowth + (picture is null ? 0 : CallDraft.MostAddress + 1);
        if (length > CallDraft.MostText)
        {
            return CallDraft.TooLong(length);
        }

        if (picture is null && options.ReferenceStrength is not null)
        {
            draft.LoseOptions(["reference_strength"]);
        }

        var task = new LegNextTask(LegNextKinds.Diffusion, CallDraft.Body(("text", text)))
        {
            Picture = picture?.Id,
            Seed = seed,
            Turbo = options.Turbo,
        };
        return draft.Ready(task);
    }

    private static PixelSize? SizeOf(ImageRequest request, SourceImage? picture) =>
        request.Size ?? (picture is null ? null : new PixelSize(picture.Width, picture.Height));
}
