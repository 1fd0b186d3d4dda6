using System.Globalization;
using System.Text.Json.Nodes;

namespace Atelier.Providers.Stability;

/// <summary>The first API's words: several texts of which those with a negative weight are avoided, and several pictures in one call.</summary>
internal static class FirstFields
{
    // Its own default, said because steps are what it counts.
    private const int Steps = 30;

    /// <summary>The JSON of a picture from words.</summary>
    public static JsonObject Body(StabilityCall call, int pictures, long? seed)
    {
        var size = call.Pixels ?? throw new ArgumentException("A picture from words needs a size.", nameof(call));
        var body = new JsonObject
        {
            ["text_prompts"] = new JsonArray([
                .. Texts(call)
                    .Select(text => (JsonNode)new JsonObject { ["text"] = text.Text, ["weight"] = text.Weight }),
            ]),
            ["width"] = size.Width,
            ["height"] = size.Height,
            ["samples"] = pictures,
            ["steps"] = Steps,
        };
        if (call.Guidance is { } guidance)
        {
            body["cfg_scale"] = guidance;
        }

        if (seed is { } settled)
        {
            body["seed"] = settled;
        }

        return body;
    }

    /// <summary>The text fields of a form with a picture, in a fixed order.</summary>
    public static IEnumerable<(string Name, string Value)> Form(StabilityCall call, int pictures, long? seed)
    {
        if (call.Mask is not null)
        {
            yield return ("mask_source", "MASK_IMAGE_WHITE");
        }
        else
        {
            yield return ("init_image_mode", "IMAGE_STRENGTH");
            // How much of the picture stays, where ours says how far to go from it.
            yield return ("image_strength", Text((decimal)(1 - (call.Strength ?? 0))));
        }

        var number = 0;
        foreach (var (text, weight) in Texts(call))
        {
            yield return ($"text_prompts[{number}][text]", text);
            yield return ($"text_prompts[{number++}][weight]", Text(weight));
        }

        if (call.Guidance is { } guidance)
        {
            yield return ("cfg_scale", Text(guidance));
        }

        yield return ("samples", Text(pictures));
        yield return ("steps", Text(Steps));
        if (seed is { } settled)
        {
            yield return ("seed", Text(settled));
        }
    }

    private static IEnumerable<(string Text, int Weight)> Texts(StabilityCall call)
    {
        yield return (call.Prompt ?? "", 1);
        if (call.Negative is { } negative)
        {
            yield return (negative, -1);
        }
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
