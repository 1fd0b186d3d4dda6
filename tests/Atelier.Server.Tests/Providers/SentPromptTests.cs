using System.Text.Json;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Providers;

/// <summary>What providers are told, from the body of a request to the words on the wire.</summary>
public sealed class SentPromptTests(EmulatedServer server) : IClassFixture<EmulatedServer>
{
    private const string Fields = """
        "color_scheme": "cool", "lighting": "dramatic", "brand_colors": ["teal", "#0A84FF", "red"], "guidance_scale": 5
        """;

    [Fact]
    [Trait("Requirement", "C-34")]
    public async Task Create_AtMidjourney_HoldsTheStepsInOrderAndOurFlagsLast()
    {
        var caller = await server.Server.AddCallerAsync();
        var before = server.LegNext.Calls.Count;

        var made = await server.MakeAtLegNextAsync(
            caller,
            $$"""
            {"prompt": "a <lake> —v 5 --seed 9", "negative_prompt": "people --ar 1:1", "style": "hero-shot", "seed": 77,
             "model": "midjourney", "size": "1024x1024", {{Fields}}}
            """
        );

        var call = server.LegNext.Calls.Skip(before).First(call => call.Body?.Contains("\"text\"") == true);
        using var sent = JsonDocument.Parse(call.Body!);
        Assert.Equal(
            "a lake, cool color palette, blue tones, dramatic lighting, high contrast, shadows, "
                + "incorporating teal and #0A84FF color accents, high quality, professional photography, "
                + "dramatic lighting, cinematic composition --ar 1:1 --s 100 --seed 77 --v 7 --fast --no low quality, "
                + "blurry, distorted, watermark, text, logo, signature, artifacts, noise, grain, people",
            sent.RootElement.GetProperty("text").GetString()
        );
        Assert.Equal(
            ["prompt_markup_removed", "prompt_flags_removed", "guidance_scale_dropped"],
            made.At("degradations").EnumerateArray().Select(loss => loss.GetProperty("code").GetString())
        );
    }

    [Fact]
    [Trait("Requirement", "C-28")]
    public async Task Create_AtOpenAi_HoldsTheWordsAndNoNegative()
    {
        var caller = await server.Server.AddCallerAsync();
        var before = EmulatedServer.Paid(server.OpenAi).Count;

        var made = await caller.GenerateAsync(
            $$"""
            {"prompt": "a lake", "negative_prompt": "people", "style": "hero-shot", "model": "gpt-image-2.5-flare",
             "size": "1024x640", {{Fields}}}
            """
        );

        using var sent = JsonDocument.Parse(EmulatedServer.Paid(server.OpenAi)[before..].Single().Body!);
        Assert.Equal(
            "a lake, cinematic framing, dramatic light, cool color palette, blue tones, dramatic lighting, high contrast, "
                + "shadows, incorporating teal and #0A84FF color accents",
            sent.RootElement.GetProperty("prompt").GetString()
        );
        Assert.Equal(
            ["negative_prompt_dropped", "guidance_scale_dropped"],
            made.At("degradations").EnumerateArray().Select(loss => loss.GetProperty("code").GetString())
        );
    }
}
