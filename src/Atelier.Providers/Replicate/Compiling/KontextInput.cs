using System.Text.Json.Nodes;
using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;
using Atelier.Providers.Replicate.Inputs;

namespace Atelier.Providers.Replicate.Compiling;

/// <summary>Flux Kontext changes a picture by what the words say; it has no mask, so nothing with one comes here.</summary>
internal static class KontextInput
{
    private const string Matching = "match_input_image";

    // Its most with a picture; without one more would be let through, which nobody asked for.
    private const int SafetyTolerance = 2;

    public static Compilation Compile(InputDraft draft) =>
        draft.Order.Request.Operation switch
        {
            Create => New(draft),
            Stylise or Variation => Changed(draft),
            _ => draft.NoSuchCall(),
        };

    private static Compilation New(InputDraft draft)
    {
        if (draft.Order.Request.Size is not { } wanted)
        {
            return InputDraft.Impossible(RejectionCause.Size, "needs a size, to know the ratio");
        }

        return NativeSize.For(wanted, draft.Order.Offer.Sizes) is { } made
            ? draft.Ready(InputOf(draft, AspectRatios.Nearest(made, AspectRatios.Kontext)))
            : InputDraft.NoSuchSize(wanted);
    }

    private static Compilation Changed(InputDraft draft)
    {
        var source = draft.Source;
        draft.LoseStrength();
        var file = InputFile.Picture("input_image", source.Id, PictureSize.Within(source));
        if (draft.Order.Request.Size is not { } asked || IsShapeOf(source, asked))
        {
            draft.LoseSize(draft.SourceSize, PictureSize.Matched(source));
            return draft.Ready(InputOf(draft, Matching), files: file);
        }

        if (NativeSize.For(asked, draft.Order.Offer.Sizes) is not { } made)
        {
            return InputDraft.NoSuchSize(asked);
        }

        draft.LoseSize(draft.SourceSize, made);
        return draft.Ready(InputOf(draft, AspectRatios.Nearest(made, AspectRatios.Kontext)), files: file);
    }

    private static bool IsShapeOf(SourceImage source, PixelSize size) =>
        NativeSize.Stretch(new PixelSize(source.Width, source.Height), size) <= 0.03;

    private static JsonObject InputOf(InputDraft draft, string ratio) =>
        FluxInputs.WithoutNulls(
            new JsonObject
            {
                ["prompt"] = draft.Words(),
                ["aspect_ratio"] = ratio,
                ["output_format"] = "png",
                ["safety_tolerance"] = SafetyTolerance,
                ["prompt_upsampling"] = false,
                ["seed"] = draft.Order.Request.Seed,
            }
        );
}
