using System.Text.Json;
using Atelier.Emulators.Checking;
using Atelier.Emulators.Engine;

namespace Atelier.Emulators.Wires.Replicate;

/// <summary>Reads the body of a prediction and the inputs of its model, strictly.</summary>
internal static class ReplicateFields
{
    private const double MostSeed = uint.MaxValue;

    private static readonly string[] FluxRatios =
    [
        "1:1",
        "16:9",
        "21:9",
        "3:2",
        "2:3",
        "4:5",
        "5:4",
        "3:4",
        "4:3",
        "9:16",
        "9:21",
    ];

    private static readonly string[] ThreeFormats = ["webp", "jpg", "png"];
    private static readonly string[] TwoFormats = ["png", "jpg"];
    private static readonly string[] Megapixels = ["1", "0.25"];
    private static readonly string[] Events = ["start", "output", "logs", "completed"];

    private static readonly string[] Schedulers =
    [
        "DDIM",
        "DPMSolverMultistep",
        "HeunDiscrete",
        "KarrasDPM",
        "K_EULER_ANCESTRAL",
        "K_EULER",
        "PNDM",
    ];

    private static readonly string[] Refiners = ["no_refiner", "expert_ensemble_refiner", "base_image_refiner"];

    private static readonly string[] Backgrounds = ["rgba", "map", "green", "white", "red", "blue", "blur", "overlay"];

    /// <summary>The order; only to be used when no problem was found.</summary>
    public static ReplicateOrder? Read(
        FieldCheck fields,
        ReplicateModel model,
        WireRequest request,
        FileShelf shelf,
        List<Problem> problems
    )
    {
        var raw = fields.Take("input", required: true);
        var input = raw is { } value ? fields.Inside(value, "input") : null;
        var webhook = ReadWebhook(fields);
        var events = fields.Items("webhook_events_filter", 1, 4)?.Select(item => item.ToString()).ToList();
        if (events?.Exists(one => !Events.Contains(one)) == true)
        {
            fields.Add("webhook_events_filter", $"webhook_events_filter holds some of {string.Join(", ", Events)}.");
        }

        fields.Close();
        if (input is null)
        {
            return null;
        }

        var order = ReadInput(input, model, raw!.Value, request, shelf);
        input.Close();
        return problems.Count > 0 ? null : order with { Webhook = webhook, Events = events ?? [.. Events] };
    }

    private static ReplicateOrder ReadInput(
        FieldCheck input,
        ReplicateModel model,
        JsonElement raw,
        WireRequest request,
        FileShelf shelf
    )
    {
        if (model == ReplicateModel.Schnell)
        {
            return Schnell(input, raw);
        }

        if (model == ReplicateModel.Pro)
        {
            return Pro(input, raw, request, shelf);
        }

        if (model == ReplicateModel.Kontext)
        {
            return Kontext(input, raw, request, shelf);
        }

        return model == ReplicateModel.Sdxl
            ? Sdxl(input, raw, request, shelf)
            : Tool(input, model, raw, request, shelf);
    }

    private static ReplicateOrder Schnell(FieldCheck input, JsonElement raw)
    {
        var prompt = input.Text("prompt", 1, required: true) ?? "";
        var ratio = input.OneOf("aspect_ratio", FluxRatios) ?? "1:1";
        var pictures = input.Whole("num_outputs", 1, 4) ?? 1;
        input.Whole("num_inference_steps", 1, 4);
        input.Number("seed", 0, MostSeed);
        Output(input, ThreeFormats);
        input.Flag("go_fast");
        input.OneOf("megapixels", Megapixels);
        input.Flag("disable_safety_checker");
        return new ReplicateOrder(ReplicateModel.Schnell, raw, prompt, pictures, SizeOf(ratio)) { Seconds = 0.8m };
    }

    private static ReplicateOrder Pro(FieldCheck input, JsonElement raw, WireRequest request, FileShelf shelf)
    {
        var prompt = input.Text("prompt", 1, required: true) ?? "";
        InputFiles.Read(input, "image_prompt", request, shelf);
        var ratio = input.OneOf("aspect_ratio", [.. FluxRatios, "custom"]) ?? "1:1";
        var custom = ratio == "custom";
        var width = input.Whole("width", 256, 1440, required: custom);
        var height = input.Whole("height", 256, 1440, required: custom);
        if (width % 32 > 0 || height % 32 > 0)
        {
            input.Add("width", "width and height must be multiples of 32.");
        }

        input.Whole("safety_tolerance", 1, 6);
        input.Number("seed", 0, MostSeed);
        input.Flag("prompt_upsampling");
        Output(input, ThreeFormats);
        var size = custom ? (width ?? 1024, height ?? 1024) : SizeOf(ratio);
        return new ReplicateOrder(ReplicateModel.Pro, raw, prompt, 1, size) { Seconds = 3.2m };
    }

    private static ReplicateOrder Kontext(FieldCheck input, JsonElement raw, WireRequest request, FileShelf shelf)
    {
        var prompt = input.Text("prompt", 1, required: true) ?? "";
        var picture = InputFiles.Read(input, "input_image", request, shelf);
        var ratio = input.OneOf("aspect_ratio", [.. FluxRatios, "match_input_image", "2:1", "1:2"]);
        input.Number("seed", 0, MostSeed);
        Output(input, TwoFormats);
        input.Whole("safety_tolerance", 0, picture is null ? 6 : 2);
        input.Flag("prompt_upsampling");
        var matched = ratio is null or "match_input_image";
        var size =
            matched && picture is var (width, height) ? SizeOf($"{width}:{height}") : SizeOf(matched ? "1:1" : ratio!);
        return new ReplicateOrder(ReplicateModel.Kontext, raw, prompt, 1, size) { Seconds = 4.1m };
    }

    private static ReplicateOrder Sdxl(FieldCheck input, JsonElement raw, WireRequest request, FileShelf shelf)
    {
        var prompt = input.Text("prompt", 0) ?? "";
        input.Text("negative_prompt", 0);
        var image = InputFiles.Read(input, "image", request, shelf);
        var mask = InputFiles.Read(input, "mask", request, shelf);
        if (mask is not null && mask != image)
        {
            input.Add("mask", "The mask needs an image, and must have its size.");
        }

        var width = input.Whole("width", 64, 2048) ?? 1024;
        var height = input.Whole("height", 64, 2048) ?? 1024;
        if (width % 8 > 0 || height % 8 > 0)
        {
            input.Add("width", "width and height must be multiples of 8.");
        }

        var pictures = input.Whole("num_outputs", 1, 4) ?? 1;
        input.OneOf("scheduler", Schedulers);
        var steps = input.Whole("num_inference_steps", 1, 500) ?? 50;
        input.Number("guidance_scale", 1, 50);
        input.Number("prompt_strength", 0, 1);
        input.Number("seed", 0, MostSeed);
        input.OneOf("refine", Refiners);
        input.Number("high_noise_frac", 0, 1);
        input.Whole("refine_steps", 1, 500);
        input.Flag("apply_watermark");
        input.Number("lora_scale", 0, 1);
        input.Flag("disable_safety_checker");
        return new ReplicateOrder(ReplicateModel.Sdxl, raw, prompt, pictures, image ?? (width, height))
        {
            Seconds = 0.164m * steps * pictures,
        };
    }

    private static ReplicateOrder Tool(
        FieldCheck input,
        ReplicateModel model,
        JsonElement raw,
        WireRequest request,
        FileShelf shelf
    )
    {
        var (width, height) = InputFiles.Read(input, "image", request, shelf, required: true) ?? (64, 64);
        if (model == ReplicateModel.BackgroundRemover)
        {
            input.OneOf("format", TwoFormats);
            input.OneOf("background_type", Backgrounds);
            input.Number("threshold", 0, 1);
            input.Flag("reverse");
            return new ReplicateOrder(model, raw, "", 1, (width, height)) { Seconds = 2.4m };
        }

        var scale = input.Number("scale", 0, 10) ?? 4;
        input.Flag("face_enhance");
        return new ReplicateOrder(model, raw, "", 1, ((int)(width * scale), (int)(height * scale))) { Seconds = 3.6m };
    }

    private static void Output(FieldCheck input, string[] formats)
    {
        input.OneOf("output_format", formats);
        input.Whole("output_quality", 0, 100);
    }

    private static Uri? ReadWebhook(FieldCheck fields)
    {
        if (fields.Text("webhook", 1) is not { } text)
        {
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || !(url.Scheme == "https" || url.IsLoopback))
        {
            fields.Add("webhook", "webhook must be an https URL.");
            return null;
        }

        if (!CallbackSender.IsAllowed(url))
        {
            fields.Add("webhook", "The emulator calls back loopback addresses only, such as http://127.0.0.1:PORT/.");
        }

        return url;
    }

    // About a megapixel in that ratio.
    private static (int, int) SizeOf(string ratio)
    {
        var parts = ratio.Split(':');
        var root = Math.Sqrt(double.Parse(parts[0]) / double.Parse(parts[1]));
        return (Math.Max(1, (int)Math.Round(1024 * root)), Math.Max(1, (int)Math.Round(1024 / root)));
    }
}
