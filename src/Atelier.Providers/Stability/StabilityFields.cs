using System.Globalization;

namespace Atelier.Providers.Stability;

/// <summary>The text fields of the second API's forms, in a fixed order.</summary>
internal static class StabilityFields
{
    public static IEnumerable<(string Name, string Value)> Of(StabilityCall call, long? seed)
    {
        (string Name, string? Value)[] fields =
        [
            ("mode", call.Path != StabilityPaths.Diffusion ? null : ModeOf(call)),
            ("model", call.Model),
            ("prompt", call.Prompt),
            ("negative_prompt", call.Negative),
            ("aspect_ratio", call.Ratio),
            ("strength", Text(call.Strength)),
            ("cfg_scale", Text(call.Guidance)),
            ("creativity", Text(call.Creativity)),
            ("left", Side(call.Margins?.Left)),
            ("right", Side(call.Margins?.Right)),
            // Not top and bottom.
            ("up", Side(call.Margins?.Top)),
            ("down", Side(call.Margins?.Bottom)),
            ("seed", Text(seed)),
            // The fast upscaler and the cutter take it too; png keeps all.
            ("output_format", "png"),
        ];
        return fields.Where(field => field.Value is not null).Select(field => (field.Name, field.Value!));
    }

    private static string ModeOf(StabilityCall call) => call.Image is null ? "text-to-image" : "image-to-image";

    private static string? Side(int? pixels) => pixels is > 0 ? Text(pixels) : null;

    private static string? Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture);
}
