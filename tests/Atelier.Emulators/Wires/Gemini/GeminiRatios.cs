namespace Atelier.Emulators.Wires.Gemini;

/// <summary>The ratios and their pixels at 1K.</summary>
internal static class GeminiRatios
{
    private static readonly string[] _wide = ["1:4", "4:1", "1:8", "8:1"];

    public static readonly IReadOnlyDictionary<string, (int Width, int Height)> Pixels = new Dictionary<
        string,
        (int, int)
    >
    {
        ["1:1"] = (1024, 1024),
        ["2:3"] = (848, 1264),
        ["3:2"] = (1264, 848),
        ["3:4"] = (896, 1200),
        ["4:3"] = (1200, 896),
        ["4:5"] = (928, 1152),
        ["5:4"] = (1152, 928),
        ["9:16"] = (768, 1376),
        ["16:9"] = (1376, 768),
        ["21:9"] = (1584, 672),
        ["1:4"] = (512, 2048),
        ["4:1"] = (2048, 512),
        ["1:8"] = (352, 2928),
        ["8:1"] = (2928, 352),
    };

    public static IReadOnlyList<string> Of(GeminiModel? model) =>
        [.. Pixels.Keys.Where(ratio => model is not { Wide: false } || !_wide.Contains(ratio))];
}
