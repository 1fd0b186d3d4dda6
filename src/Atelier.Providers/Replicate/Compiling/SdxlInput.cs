using System.Text.Json.Nodes;
using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;
using Atelier.Providers.Replicate.Inputs;

namespace Atelier.Providers.Replicate.Compiling;

/// <summary>Stable Diffusion XL: new pictures, pictures redrawn, and parts of pictures painted anew.</summary>
internal static class SdxlInput
{
    private const int Steps = 25;
    private const decimal UsualGuidance = 7.5m;
    private const double UsualStrength = 0.8;

    // As far as the steps of its sides bend a shape, or make it smaller.
    private const double MostStretch = 0.03;

    public static Compilation Compile(InputDraft draft)
    {
        var order = draft.Order;
        if (order.Request.Operation is not (Create or Stylise or Variation or Inpaint))
        {
            return draft.NoSuchCall();
        }

        var natural = order.Request.Operation is Create ? order.Request.Size : draft.SourceSize;
        if ((order.Request.Size ?? natural) is not { } wanted)
        {
            return InputDraft.Impossible(RejectionCause.Size, "needs a size");
        }

        // What lies beside the painted part must come to lie where it was, so that is made in the picture's own size.
        var target = order.Request.Operation is Inpaint ? draft.SourceSize : wanted;
        if (NativeSize.For(target, order.Offer.Sizes) is not { } made || IsBent(order, target, made))
        {
            return InputDraft.NoSuchSize(target);
        }

        draft.LoseSize(natural ?? wanted, made);
        return draft.Ready(InputOf(draft, made), many: true, FilesOf(order, made));
    }

    private static bool IsBent(CompileOrder order, PixelSize target, PixelSize made) =>
        order.Request.Operation is Inpaint
        && (
            NativeSize.Stretch(target, made) > MostStretch
            || made.Width < target.Width * (1 - MostStretch)
            || made.Height < target.Height * (1 - MostStretch)
        );

    private static JsonObject InputOf(InputDraft draft, PixelSize made)
    {
        var order = draft.Order;
        return FluxInputs.WithoutNulls(
            new JsonObject
            {
                ["prompt"] = draft.Words(),
                ["negative_prompt"] = order.NegativePrompt,
                ["width"] = made.Width,
                ["height"] = made.Height,
                ["num_inference_steps"] = Steps,
                ["guidance_scale"] = order.Guidance ?? UsualGuidance,
                ["prompt_strength"] = order.Request.Operation switch
                {
                    Create => null,
                    Edit edit => edit.Strength,
                    _ => UsualStrength,
                },
                // Ours says it already, in a way that stays.
                ["apply_watermark"] = false,
                ["seed"] = order.Request.Seed,
            }
        );
    }

    private static IReadOnlyList<InputFile> FilesOf(CompileOrder order, PixelSize made) =>
        order.Request.Operation switch
        {
            Inpaint inpaint =>
            [
                InputFile.Picture("image", inpaint.Source, made),
                new InputFile("mask", inpaint.Mask, Mask: true, made.Width, made.Height),
            ],
            Create => [],
            _ => [InputFile.Picture("image", order.Source!.Id, made)],
        };
}
