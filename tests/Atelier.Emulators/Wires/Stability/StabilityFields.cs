using Atelier.Emulators.Checking;

namespace Atelier.Emulators.Wires.Stability;

/// <summary>Fields that many services share.</summary>
internal static class StabilityFields
{
    private const int MostWords = 10_000;
    private const double MostSeed = 4_294_967_294;

    public static readonly string[] Styles =
    [
        "3d-model",
        "analog-film",
        "anime",
        "cinematic",
        "comic-book",
        "digital-art",
        "enhance",
        "fantasy-art",
        "isometric",
        "line-art",
        "low-poly",
        "modeling-compound",
        "neon-punk",
        "origami",
        "photographic",
        "pixel-art",
        "tile-texture",
    ];

    // The sizes that are known of one megapixel.
    private static readonly Dictionary<string, (int Width, int Height)> _ratios = new()
    {
        ["1:1"] = (1024, 1024),
        ["16:9"] = (1344, 768),
        ["9:16"] = (768, 1344),
        ["21:9"] = (1536, 640),
        ["9:21"] = (640, 1536),
        ["3:2"] = (1216, 832),
        ["2:3"] = (832, 1216),
        ["5:4"] = (1088, 896),
        ["4:5"] = (896, 1088),
    };

    public static string Prompt(FieldCheck fields, string name = "prompt", bool required = true) =>
        fields.Text(name, 1, MostWords, required) ?? "";

    public static long Seed(FieldCheck fields, double most = MostSeed)
    {
        var seed = fields.Number("seed", 0, most) ?? 0;
        if (seed != Math.Floor(seed))
        {
            fields.Add("seed", "seed: must be a whole number");
        }

        return (long)seed;
    }

    /// <summary>The fields that say nothing about what the emulator makes.</summary>
    public static void Rest(FieldCheck fields, bool negative = true, bool style = true, bool jpeg = true)
    {
        if (negative)
        {
            fields.Text("negative_prompt", 1, MostWords);
        }

        if (style)
        {
            fields.OneOf("style_preset", Styles);
        }

        fields.OneOf("output_format", jpeg ? ["png", "jpeg", "webp"] : ["png", "webp"]);
    }

    /// <summary>The size of a new picture.</summary>
    public static (int Width, int Height) Ratio(FieldCheck fields, double megapixels)
    {
        var ratio = fields.OneOf("aspect_ratio", [.. _ratios.Keys]) ?? "1:1";
        var (width, height) = _ratios.GetValueOrDefault(ratio, (1024, 1024));
        return Scale(width, height, Math.Sqrt(megapixels));
    }

    public static (int Width, int Height) Scale(int width, int height, double factor) =>
        ((int)Math.Round(width * factor), (int)Math.Round(height * factor));
}
