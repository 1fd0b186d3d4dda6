using Atelier.Core.Catalogue;

namespace Atelier.Providers.OpenAiCompatible;

/// <summary>How known servers differ from OpenAI; looked up in November 2026.</summary>
internal static class CompatPresets
{
    public static WireEntry Of(WirePreset preset) =>
        preset switch
        {
            WirePreset.Together => new()
            {
                Size = WireSize.WidthHeight,
                ResponseFormat = WireFormat.Base64,
                OutputFormat = "png",
                MaxN = 4,
                Extras = Extras("steps"),
                Edit = WireEdit.JsonImageUrl,
            },
            // Its edits take references whose body nobody has written down: switches can say it, once it is known.
            WirePreset.Xai => new() { Size = WireSize.AspectRatio },
            WirePreset.Azure => new()
            {
                Path = "/openai/deployments/{model}/images/generations",
                EditPath = "/openai/deployments/{model}/images/edits",
                ModelsPath = "/openai/models",
                Query = "api-version=2025-04-01-preview",
                AuthHeader = "api-key",
                AuthPrefix = "none",
                SendsModel = false,
                // Left out it is high, at ten times the price of low.
                SendsQuality = true,
                OutputFormat = "png",
                ResponseFormat = WireFormat.Omit,
                Edit = WireEdit.Multipart,
                Mask = WireMask.Transparent,
            },
            WirePreset.Deepinfra => new() { Path = "/v1/openai/images/generations", ModelsPath = "/v1/openai/models" },
            WirePreset.Nebius => new()
            {
                Size = WireSize.WidthHeight,
                CountField = "none",
                Extras = new Dictionary<WireExtra, string>
                {
                    [WireExtra.Seed] = "seed",
                    [WireExtra.Steps] = "num_inference_steps",
                    [WireExtra.NegativePrompt] = "negative_prompt",
                },
            },
            WirePreset.Siliconflow => new()
            {
                Size = WireSize.ImageSize,
                ResponseFormat = WireFormat.OmitUrl,
                CountField = "batch_size",
                MaxN = 4,
                Extras = Extras("num_inference_steps"),
                Edit = WireEdit.JsonImageUrl,
                ImageField = "image",
                ImageAs = WireAddress.Data,
                Result = "images",
            },
            WirePreset.Localai => new()
            {
                Extras = new Dictionary<WireExtra, string>
                {
                    [WireExtra.Steps] = "step",
                    [WireExtra.NegativePrompt] = "negative_prompt",
                },
                Guards = [WireWords.Stroke],
            },
            WirePreset.Sdcpp => new()
            {
                SendsModel = false,
                OutputFormat = "png",
                ResponseFormat = WireFormat.Omit,
                Edit = WireEdit.Multipart,
                Mask = WireMask.White,
                Guards = [WireWords.SdcppArgs, WireWords.Networks],
            },
            WirePreset.VllmOmni => new()
            {
                Extras = Extras("num_inference_steps"),
                Edit = WireEdit.Multipart,
                ImageField = "image",
            },
            WirePreset.Sglang => new()
            {
                ModelsPath = "/models",
                Edit = WireEdit.Multipart,
                ImageField = "image",
            },
            _ => new(),
        };

    private static Dictionary<WireExtra, string> Extras(string steps) =>
        new()
        {
            [WireExtra.Seed] = "seed",
            [WireExtra.Steps] = steps,
            [WireExtra.NegativePrompt] = "negative_prompt",
            [WireExtra.GuidanceScale] = "guidance_scale",
        };
}
