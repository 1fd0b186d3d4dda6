using System.Text.Json;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.OpenAi;

/// <summary>The list of models on two days of the winter.</summary>
public sealed class ModelListTests
{
    private static readonly string[] OfTheSeed =
    [
        "midjourney-v7",
        "midjourney-v6",
        "midjourney-niji6",
        "flux-1.1-pro",
        "flux-kontext",
        "flux-schnell",
        "gpt-image-1.5",
        "gpt-image-1",
        "qwen-image",
        "seedream-4",
        "nano-banana-pro",
        "z-image-turbo",
    ];

    [Theory]
    [InlineData("2026-11-20", "retiring")]
    [InlineData("2027-01-15", "retired")]
    [Trait("Requirement", "A-15")]
    public async Task List_OnADay_HasEveryModelOfTheSeedWithItsFacts(string day, string state)
    {
        await using var server = new TestServer
        {
            Replace = services => services.AddSingleton<TimeProvider>(new PinnedDay(DateOnly.Parse(day, null))),
        };
        await server.InitializeAsync();

        var answer = await server.Owner().GetAsync("/v1/models");

        var models = answer.At("data").EnumerateArray().ToDictionary(model => Text(model, "id"));
        Assert.All(OfTheSeed, id => Assert.True(models.ContainsKey(id), id));
        foreach (var model in models.Values)
        {
            Assert.InRange(model.GetProperty("aesthetic_score").GetInt32(), 1, 10);
            Assert.InRange(model.GetProperty("photorealism_score").GetInt32(), 1, 10);
            Assert.NotEmpty(Words(model, "capabilities"));
            Assert.NotEmpty(Words(model, "strengths"));
            Assert.NotEmpty(Words(model, "weaknesses"));
            Assert.Equal(
                Text(model, "id") is "local-painter" or "local-tools",
                model.GetProperty("available").GetBoolean()
            );
        }

        var dying = models["gpt-image-1.5"];
        Assert.Equal((state, "2026-12-01"), (Text(dying, "state"), Text(dying, "retires")));
        Assert.Equal("gpt-image-2.5-flare", Text(dying, "successor"));
        Assert.Equal(["text_rendering", "specific_details", "consistency"], Words(dying, "strengths"));
        Assert.Equal("retired", Text(models["seedream-4"], "state"));
        Assert.Equal("alive", Text(models["midjourney-v7"], "state"));
        var price = models["midjourney-v7"].GetProperty("price");
        Assert.Equal(0.02m, price.GetProperty("per_image_usd").GetDecimal());
        Assert.Equal("2026-11-20", Text(price, "as_of"));
        Assert.Matches("^[0-9a-f]{12}$", Text(price, "version"));
        var seeds = models["sdxl"].GetProperty("price").GetProperty("versions");
        Assert.Equal(0.015m, seeds.GetProperty("seed").GetDecimal());
        Assert.False(models["image-toolkit"].TryGetProperty("price", out _));
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static List<string> Words(JsonElement json, string name) =>
        [.. json.GetProperty(name).EnumerateArray().Select(word => word.GetString()!)];
}
