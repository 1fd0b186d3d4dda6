using Atelier.Engine.Catalogue;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Routing;

/// <summary>Tiers, styles and models in a request, and what the router makes of them, with OpenAI and LegNext switched on.</summary>
public sealed class TierDoorTests(EmulatedServer server) : IClassFixture<EmulatedServer>
{
    private const string Door = "/v1/route";

    [Theory]
    [InlineData("\"model\": \"midjourney\", \"tier\": \"standard\"", "midjourney-v7")]
    [InlineData("\"tier\": \"ultra\", \"style\": \"text-heavy\"", "gpt-image-1.5")]
    [InlineData("\"tier\": \"ultra\", \"style\": \"lifestyle\"", "midjourney-v7")]
    [InlineData("\"tier\": \"ultra\"", "midjourney-v7")]
    [InlineData("\"tier\": \"premium\", \"style\": \"hero-shot\"", "midjourney-v6")]
    // The default of the tier is not sold here, so the next of its list is first.
    [InlineData("\"tier\": \"premium\"", "midjourney-v6")]
    [Trait("Requirement", "A-22")]
    public async Task Route_ModelTierOrStyle_ChoosesInThisOrderAndTellsIt(string fields, string expected)
    {
        var caller = await server.Server.AddCallerAsync();

        var answer = await caller.PostAsync(Door, Bodies.With($"{fields}, \"size\": \"1024x1024\""));

        Assert.True(answer.Status == 200, answer.Text);
        Assert.Equal(Current(expected), answer.At("chain")[0].GetProperty("model").GetString());
        Assert.True(answer.At("text").GetArrayLength() > 1);
        var rest = answer.At("chain").EnumerateArray().Select(link => link.GetProperty("model").GetString());
        Assert.Equal(rest.Count(), rest.Distinct().Count());
    }

    [Fact]
    [Trait("Requirement", "A-19")]
    public async Task Route_NoTier_IsStandardWithSuccessorsInThePlacesOfTheRetired()
    {
        var caller = await server.Server.AddCallerAsync();

        var answer = await caller.PostAsync(Door, Bodies.With("\"size\": \"1024x1024\""));
        var named = await caller.PostAsync(Door, Bodies.With("\"size\": \"1024x1024\", \"tier\": \"standard\""));

        // Flux and Seedream are not switched on here; the last of the four is retired.
        Assert.Equal("gpt-image-2.5-sunburst", answer.At("chain")[0].GetProperty("model").GetString());
        var passed = answer.At("rejected").EnumerateArray().Select(link => link.GetProperty("model").GetString());
        Assert.Equal(["flux-schnell", "qwen-image", "seedream-5-lite"], passed.Distinct().Take(3));
        Assert.Equal(answer.At("chain").GetRawText(), named.At("chain").GetRawText());
    }

    [Theory]
    [Trait("Requirement", "A-23")]
    [InlineData("tier", "ulta", "ultra")]
    [InlineData("style", "lifestile", "lifestyle")]
    [InlineData("model", "flux-schnel", "flux-schnell")]
    [InlineData("aspect_ratio", "16x9", "16:9")]
    public async Task Post_UnknownName_IsRefusedWithTheNearest(string field, string name, string near)
    {
        var caller = await server.Server.AddCallerAsync();
        foreach (var door in new[] { Door, "/v1/generations", "/v1/quotes" })
        {
            var answer = await caller.PostAsync(door, Bodies.With($"\"{field}\": \"{name}\""));

            Assert.Equal(400, answer.Status);
            Assert.Equal(field, answer.At("errors")[0].GetProperty("field").GetString());
            Assert.Contains(near, answer.At("errors")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
        }
    }

    private string Current(string model)
    {
        var catalogue = server.Server.Services.GetRequiredService<CatalogueHolder>().Current;
        return catalogue
            .CurrentOf(catalogue.FindModel(model)!, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime))
            .Id;
    }
}
