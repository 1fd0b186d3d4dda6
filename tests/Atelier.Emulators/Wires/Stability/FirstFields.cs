using Atelier.Emulators.Checking;

namespace Atelier.Emulators.Wires.Stability;

/// <summary>Reads the bodies of the first API.</summary>
internal static class FirstFields
{
    private const int MilliEach = 900;
    private const int MostText = 2000;
    private const int MostTexts = 10;
    private const double MostSeed = 4_294_967_295;

    private static readonly string[] _sizes =
    [
        "1024x1024",
        "1152x896",
        "896x1152",
        "1216x832",
        "832x1216",
        "1344x768",
        "768x1344",
        "1536x640",
        "640x1536",
    ];

    private static readonly string[] _samplers =
    [
        "DDIM",
        "DDPM",
        "K_DPMPP_2M",
        "K_DPMPP_2S_ANCESTRAL",
        "K_DPM_2",
        "K_DPM_2_ANCESTRAL",
        "K_EULER",
        "K_EULER_ANCESTRAL",
        "K_HEUN",
        "K_LMS",
    ];

    private static readonly string[] _guidances =
    [
        "NONE",
        "FAST_BLUE",
        "FAST_GREEN",
        "SIMPLE",
        "SLOW",
        "SLOWER",
        "SLOWEST",
    ];

    public static StabilityOrder FromWords(FieldCheck fields)
    {
        var prompt = "";
        foreach (
            var (item, i) in (fields.Items("text_prompts", 1, MostTexts, required: true) ?? []).Select((e, i) => (e, i))
        )
        {
            var inside = fields.Inside(item, $"text_prompts[{i}]");
            prompt += inside?.Text("text", 1, MostText, required: true);
            inside?.Number("weight", -10, 10);
            inside?.Close();
        }

        var width = fields.Whole("width", 64, 2048) ?? 1024;
        var height = fields.Whole("height", 64, 2048) ?? 1024;
        CheckSize(fields, "width", width, height);
        return Rest(fields, prompt, width, height);
    }

    public static StabilityOrder FromPicture(StabilityForm form)
    {
        var (width, height) = Picture(form);
        var fields = form.Fields;
        var mode = fields.OneOf("init_image_mode", ["IMAGE_STRENGTH", "STEP_SCHEDULE"]) ?? "IMAGE_STRENGTH";
        if (mode == "IMAGE_STRENGTH")
        {
            fields.Number("image_strength", 0, 1);
        }
        else
        {
            fields.Number("step_schedule_start", 0, 1);
            fields.Number("step_schedule_end", 0, 1);
        }

        return Rest(fields, Texts(fields), width, height);
    }

    public static StabilityOrder Masked(StabilityForm form)
    {
        var (width, height) = Picture(form);
        var fields = form.Fields;
        var source = fields.OneOf(
            "mask_source",
            ["MASK_IMAGE_WHITE", "MASK_IMAGE_BLACK", "INIT_IMAGE_ALPHA"],
            required: true
        );
        if (source != "INIT_IMAGE_ALPHA" && form.File("mask_image", PictureRule.Any) != (width, height))
        {
            form.Add("mask_image", "must have the size of the init_image");
        }

        return Rest(fields, Texts(fields), width, height);
    }

    private static (int Width, int Height) Picture(StabilityForm form)
    {
        var (width, height) = form.File("init_image", PictureRule.Any);
        CheckSize(form.Fields, "init_image", width, height);
        return (width, height);
    }

    private static void CheckSize(FieldCheck fields, string name, int width, int height)
    {
        if (!_sizes.Contains($"{width}x{height}"))
        {
            fields.Add(name, $"{name}: for this engine one of {string.Join(", ", _sizes)}, not {width}x{height}");
        }
    }

    // text_prompts[0][text] and so on, without a gap.
    private static string Texts(FieldCheck fields)
    {
        var prompt = "";
        for (var i = 0; i == 0 || (i < MostTexts && fields.Has($"text_prompts[{i}][text]")); i++)
        {
            prompt += fields.Text($"text_prompts[{i}][text]", 1, MostText, required: true);
            fields.Number($"text_prompts[{i}][weight]", -10, 10);
        }

        return prompt;
    }

    private static StabilityOrder Rest(FieldCheck fields, string prompt, int width, int height)
    {
        fields.Number("cfg_scale", 0, 35);
        fields.OneOf("sampler", _samplers);
        fields.OneOf("clip_guidance_preset", _guidances);
        fields.OneOf("style_preset", StabilityFields.Styles);
        fields.Whole("steps", 10, 50);
        var count = fields.Whole("samples", 1, 10) ?? 1;
        return new(prompt, width, height)
        {
            MilliCredits = MilliEach * count,
            Count = count,
            Seed = StabilityFields.Seed(fields, MostSeed),
        };
    }
}
