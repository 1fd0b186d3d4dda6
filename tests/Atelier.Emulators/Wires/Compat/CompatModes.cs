namespace Atelier.Emulators.Wires.Compat;

/// <summary>The servers that are played.</summary>
internal static class CompatModes
{
    private const string Usual = "/v1/images/generations";
    private const string UsualEdits = "/v1/images/edits";
    private const long Cent = 10_000_000;

    public static readonly IReadOnlyList<CompatMode> All =
    [
        new("together", Usual)
        {
            Price = Cent,
            Size = "width_height",
            Formats = ["base64", "url"],
            Default = "url",
            MostPictures = 4,
            Extras = ["steps", "seed", "negative_prompt", "guidance_scale", "output_format"],
            Images = ["image_url", "reference_images"],
        },
        new("xai", Usual)
        {
            Price = Cent,
            Size = "aspect_ratio",
            Default = "url",
            Extras = ["resolution"],
        },
        new("azure", "/openai/deployments/{id}")
        {
            Price = Cent,
            EditPath = "/openai/deployments/{id}",
            ModelsPath = "/openai/models",
            KeyHeader = "api-key",
            KeyStart = "",
            Query = "?api-version=2025-04-01-preview",
            Model = false,
            Formats = [],
            Extras = ["quality", "output_format"],
            Images = ["image", "image[]"],
            Mask = "transparent",
        },
        new("deepinfra", "/v1/openai/images/generations")
        {
            Price = Cent,
            ModelsPath = "/v1/openai/models",
            Formats = ["b64_json"],
        },
        new("nebius", Usual)
        {
            Price = Cent,
            Size = "width_height",
            Default = "url",
            Count = null,
            Extras = ["num_inference_steps", "negative_prompt", "seed", "response_extension"],
        },
        new("siliconflow", Usual)
        {
            Price = Cent,
            Size = "image_size",
            Formats = [],
            Default = "url",
            Count = "batch_size",
            MostPictures = 4,
            Extras = ["num_inference_steps", "guidance_scale", "cfg", "seed", "negative_prompt"],
            Images = ["image"],
            Result = "images",
            Errors = "message",
        },
        new("localai", Usual)
        {
            KeyHeader = null,
            Default = "url",
            Extras = ["step", "mode", "negative_prompt"],
            Commands = ["|"],
        },
        new("sdcpp", Usual)
        {
            EditPath = UsualEdits,
            KeyHeader = null,
            Model = false,
            Formats = [],
            Extras = ["output_format", "output_compression"],
            Images = ["image", "image[]"],
            Mask = "white",
            Errors = "string",
            Commands = ["<sd_cpp_extra_args>", "<lora:"],
        },
        new("vllm_omni", Usual)
        {
            EditPath = UsualEdits,
            KeyHeader = null,
            Formats = ["b64_json"],
            Extras = ["negative_prompt", "num_inference_steps", "guidance_scale", "true_cfg_scale", "seed"],
            Images = ["image"],
            Errors = "detail",
        },
        new("sglang", Usual)
        {
            EditPath = UsualEdits,
            ModelsPath = "/models",
            KeyHeader = null,
            Images = ["image"],
            Errors = "detail",
            RelativeUrls = true,
        },
    ];
}
