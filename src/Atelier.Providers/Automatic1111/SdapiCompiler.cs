using System.Globalization;
using System.Text.Json.Nodes;
using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;
using Atelier.Providers.OpenAi;
using Atelier.Providers.OpenAiCompatible;
using Atelier.Providers.Pictures;

namespace Atelier.Providers.Automatic1111;

/// <summary>Puts a request into the words of the web UI's API.</summary>
internal static class SdapiCompiler
{
    // The server's own default is twice as much, and hardly better.
    private const int UsualSteps = 25;
    private const double UsualStrength = 0.8;

    // For a style the picture must stay recognisable.
    private const double StyleStrength = 0.6;
    private const int MostUpscale = 8;

    public static Compilation Compile(CompileOrder order)
    {
        var operation = order.Request.Operation;
        if (operation is not Create && order.Source is null)
        {
            throw new ArgumentException("An edit needs its source.", nameof(order));
        }

        if (order.References.Count > 0)
        {
            return Impossible(RejectionCause.Capability, "takes no reference pictures");
        }

        return operation switch
        {
            Upscale upscale => CompileUpscale(order, upscale),
            RemoveBackground cut => Ready(order, CutCall(cut), null, CutLosses(cut, order.Offer.Provider)),
            _ => CompilePicture(order),
        };
    }

    private static Compilation CompilePicture(CompileOrder order)
    {
        var natural = OrderSizes.Natural(order);
        var wanted = order.Request.Size ?? natural;
        var mustFit = order.Request.Operation is Inpaint or Outpaint;
        if (
            NativeSize.For(wanted, order.Offer.Sizes) is not { } made
            || (mustFit && !OpenAiSize.IsSameShape(natural, made, order.Offer.Sizes))
        )
        {
            return Impossible(RejectionCause.Size, $"does not make {wanted}");
        }

        var words = OrderWords.Of(order)!;
        var prompt = PromptGuard.Clean(words, [WireWords.Networks]);
        var negative = order.NegativePrompt is { } no ? PromptGuard.Clean(no, [WireWords.Networks]) : null;
        var fields = new JsonObject
        {
            ["prompt"] = prompt,
            ["negative_prompt"] = negative ?? "",
            ["seed"] = order.Request.Seed ?? -1,
            ["steps"] = StepsOf(order),
            ["width"] = made.Width,
            ["height"] = made.Height,
            ["n_iter"] = 1,
            ["do_not_save_grid"] = true,
            ["do_not_save_samples"] = true,
            ["send_images"] = true,
            ["save_images"] = false,
            ["override_settings"] = new JsonObject { ["sd_model_checkpoint"] = order.Offer.ProviderModel },
            ["override_settings_restore_afterwards"] = false,
        };
        if (order.Guidance is { } guidance)
        {
            fields["cfg_scale"] = guidance;
        }

        var guarded = prompt != words || negative != order.NegativePrompt;
        return Ready(order, Place(fields, order), prompt, [.. Losses(order, wanted, made, guarded)]);
    }

    private static SdapiCall Place(JsonObject fields, CompileOrder order)
    {
        var operation = order.Request.Operation;
        if (operation is Create)
        {
            return new SdapiCall(SdapiCall.TextPath, fields);
        }

        fields["denoising_strength"] = (operation as Edit)?.Strength ?? StyleStrength;
        fields["include_init_images"] = false;
        if (operation is Inpaint or Outpaint)
        {
            // White is painted; 1 begins from what is there, and 2 from noise where nothing is.
            fields["inpainting_mask_invert"] = 0;
            fields["inpainting_fill"] = operation is Inpaint ? 1 : 2;
            fields["inpaint_full_res"] = false;
            fields["mask_blur"] = 4;
        }

        return new SdapiCall(SdapiCall.ImagePath, fields)
        {
            Image = operation is Stylise stylise ? stylise.Source : ((Edit)operation).Source,
            Mask = (operation as Inpaint)?.Mask,
            Margins = operation is Outpaint grow ? new Margins(grow.Left, grow.Right, grow.Top, grow.Bottom) : null,
        };
    }

    private static Compilation CompileUpscale(CompileOrder order, Upscale upscale)
    {
        var source = new PixelSize(order.Source!.Width, order.Source.Height);
        var wanted = order.Request.Size ?? new PixelSize(source.Width * 2, source.Height * 2);
        var factor = Math.Max((double)wanted.Width / source.Width, (double)wanted.Height / source.Height);
        if (factor > MostUpscale || Math.Max(wanted.Width, wanted.Height) > order.Offer.Sizes.MaxSide)
        {
            return Impossible(RejectionCause.Size, $"does not make {wanted}");
        }

        var fields = new JsonObject
        {
            ["resize_mode"] = 0,
            ["upscaling_resize"] = Math.Max(1, Math.Round(factor, 4)),
            ["upscaler_1"] = order.Offer.ProviderModel,
        };
        var call = new SdapiCall(SdapiCall.UpscalePath, fields) { Image = upscale.Source };
        return Ready(order, call, null, UpscaleLosses(upscale, order.Offer.Provider));
    }

    private static SdapiCall CutCall(RemoveBackground cut)
    {
        var fields = new JsonObject
        {
            ["model"] = "u2net",
            ["return_mask"] = false,
            ["alpha_matting"] = cut.RefineMask,
            ["alpha_matting_foreground_threshold"] = 240,
            ["alpha_matting_background_threshold"] = 10,
            ["alpha_matting_erode_size"] = 10,
        };
        return new SdapiCall(SdapiCall.CutPath, fields) { Image = cut.Source };
    }

    private static Compilation.Ready Ready(
        CompileOrder order,
        SdapiCall call,
        string? prompt,
        IReadOnlyList<Degradation> losses
    )
    {
        var many = call.Path is SdapiCall.TextPath or SdapiCall.ImagePath;
        var most = many ? order.Offer.MaxPerCall : 1;
        return new Compilation.Ready(
            new CompiledCall(
                order.Offer.Provider,
                order.Model.Id,
                Math.Min(order.Offer.PicturesPerCall, most),
                most,
                call.Write(),
                losses
            )
            {
                FinalPrompt = prompt,
            }
        );
    }

    private static int StepsOf(CompileOrder order)
    {
        var given = order.Request.ProviderOptions.GetValueOrDefault(order.Offer.Provider);
        var text = given?.GetValueOrDefault("steps") ?? order.Offer.DefaultParams.GetValueOrDefault("steps");
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var steps) ? steps : UsualSteps;
    }

    private static IEnumerable<Degradation> Losses(CompileOrder order, PixelSize wanted, PixelSize made, bool guarded)
    {
        var (request, name) = (order.Request, order.Offer.Provider);
        if (made != wanted && request.Size is null)
        {
            yield return new Degradation("size_snapped", $"{name} makes {made} where {wanted} was wanted.");
        }

        if (request.Operation is not Create && request.Size is { } asked)
        {
            foreach (var loss in SizeLosses.Of(made, asked, request.Fit))
            {
                yield return loss;
            }
        }

        if (guarded)
        {
            yield return new Degradation(
                "prompt_marks_removed",
                $"Marks that {name} reads as commands were taken out of the prompt."
            );
        }
    }

    private static List<Degradation> UpscaleLosses(Upscale upscale, string name) =>
        upscale.EnhanceDetails || upscale.Denoise
            ? [new Degradation("details_unsupported", $"{name} enlarges in its own way.")]
            : [];

    private static List<Degradation> CutLosses(RemoveBackground cut, string name) =>
        cut.PreserveShadow ? [new Degradation("shadow_unsupported", $"{name} keeps no shadow.")] : [];

    private static Compilation.Impossible Impossible(RejectionCause cause, string text) =>
        new(new Rejection(cause, text));
}
