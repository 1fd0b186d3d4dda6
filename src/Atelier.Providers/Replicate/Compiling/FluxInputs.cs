using System.Text.Json.Nodes;
using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;
using Atelier.Providers.Replicate.Inputs;

namespace Atelier.Providers.Replicate.Compiling;

/// <summary>The inputs of Flux Schnell and of Flux 1.1 Pro.</summary>
internal static class FluxInputs
{
    private const int SafetyTolerance = 2;

    /// <summary>From words alone, as a ratio at one megapixel.</summary>
    public static Compilation Schnell(InputDraft draft)
    {
        var order = draft.Order;
        if (order.Request.Operation is not Create)
        {
            return draft.NoSuchCall();
        }

        if (SizeOf(order) is not { } wanted)
        {
            return InputDraft.Impossible(RejectionCause.Size, "needs a size, to know the ratio");
        }

        if (NativeSize.For(wanted, order.Offer.Sizes) is not { } made)
        {
            return InputDraft.NoSuchSize(wanted);
        }

        var input = new JsonObject
        {
            ["prompt"] = draft.Words(),
            ["aspect_ratio"] = AspectRatios.Nearest(made, AspectRatios.Flux),
            ["megapixels"] = "1",
            ["num_inference_steps"] = 4,
            // The fast way gives another picture each time, whatever the seed.
            ["go_fast"] = !order.SeedAsked,
            ["output_format"] = "png",
            ["seed"] = order.Request.Seed,
        };
        return draft.Ready(WithoutNulls(input), many: true);
    }

    /// <summary>From words, and perhaps a picture as a hint.</summary>
    public static Compilation Pro(InputDraft draft)
    {
        var order = draft.Order;
        if (order.Request.Operation is not (Create or Stylise))
        {
            return draft.NoSuchCall();
        }

        var hint =
            order.Request.Operation is Stylise ? draft.Source
            : order.References is [var first, ..] ? first
            : null;
        var natural = hint is null ? SizeOf(order) : new PixelSize(hint.Width, hint.Height);
        if ((order.Request.Size ?? natural) is not { } wanted)
        {
            return InputDraft.Impossible(RejectionCause.Size, "needs a size");
        }

        if (NativeSize.For(wanted, order.Offer.Sizes) is not { } made)
        {
            return InputDraft.NoSuchSize(wanted);
        }

        draft.LoseSize(natural ?? wanted, made);
        if (order.Request.Operation is Stylise)
        {
            draft.Lose(
                "source_as_hint",
                "Flux 1.1 Pro takes the picture as a hint of what to draw, not as what is redrawn."
            );
        }

        var input = new JsonObject
        {
            ["prompt"] = draft.Words(),
            ["aspect_ratio"] = "custom",
            ["width"] = made.Width,
            ["height"] = made.Height,
            ["safety_tolerance"] = SafetyTolerance,
            ["prompt_upsampling"] = false,
            ["output_format"] = "png",
            ["seed"] = order.Request.Seed,
        };
        return hint is null
            ? draft.Ready(WithoutNulls(input))
            : draft.Ready(
                WithoutNulls(input),
                files: InputFile.Picture("image_prompt", hint.Id, PictureSize.Within(hint))
            );
    }

    public static JsonObject WithoutNulls(JsonObject input)
    {
        foreach (var name in input.Where(member => member.Value is null).Select(member => member.Key).ToList())
        {
            input.Remove(name);
        }

        return input;
    }

    private static PixelSize? SizeOf(CompileOrder order) => order.Request.Size;
}
