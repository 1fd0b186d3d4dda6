using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;

namespace Atelier.Providers.Stability.Compiling;

/// <summary>New pictures of the second API, from words or after a picture. It takes a ratio and chooses the pixels.</summary>
internal static class GenerateCompiler
{
    /// <param name="variant">The model, where the path has several.</param>
    public static Compilation Compile(StabilityDraft draft, string path, string? variant)
    {
        var order = draft.Order;
        var fromPicture = draft.Operation is Stylise or Variation && path != StabilityPaths.Core;
        if (draft.Operation is not Create && !fromPicture)
        {
            return draft.Unable();
        }

        if (fromPicture && draft.Against(SourceRules.Any) is { } against)
        {
            return against;
        }

        // The variants keep the ratio of a picture, and refuse to be told one.
        var told = !fromPicture || path == StabilityPaths.Ultra;
        var wanted = (told ? order.Request.Size : null) ?? (fromPicture ? draft.SourceSize : null);
        if (wanted is not { } size || NativeSize.For(size, order.Offer.Sizes) is not { } made)
        {
            return StabilityDraft.Impossible(RejectionCause.Size, "needs a size, to know the ratio");
        }

        if (fromPicture)
        {
            draft.LoseSize(made, draft.SourceSize);
        }

        return draft.Ready(
            new StabilityCall(path)
            {
                Model = variant,
                Prompt = Wordings.Of(draft),
                Negative = draft.Negative,
                Seed = order.Request.Seed,
                Ratio = told ? AspectRatio.Of(made) : null,
                Guidance = variant is null ? null : order.Guidance,
                Image = fromPicture ? draft.Source.Id : null,
                Strength = fromPicture ? draft.Strength : null,
            }
        );
    }
}
