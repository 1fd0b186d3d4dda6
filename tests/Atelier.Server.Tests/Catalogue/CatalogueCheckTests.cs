using System.Text.Json;
using Atelier.Emulators.Hosting;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Catalogue;

/// <summary>The catalogue beside the lists of the emulated providers.</summary>
public sealed class CatalogueCheckTests
{
    private const string Door = "/admin/api/catalog/check";

    [Fact]
    public async Task Check_ProvidersWithAndWithoutAList_TellsOfEveryOffer()
    {
        await using var emulated = new EmulatedServer();
        await emulated.InitializeAsync();

        var check = await emulated.Server.Owner().GetAsync(Door);

        Assert.Equal((200, "catalog_check"), (check.Status, check.TextAt("object")));
        var providers = check.At("providers").EnumerateArray().ToDictionary(one => Text(one, "id"));
        Assert.Equal(["legnext", "openai"], providers.Keys.Order());
        var openAi = Results(providers["openai"]);
        Assert.Equal("listed", openAi["gpt-image-2.5-flare"]);
        Assert.Equal("listed", openAi["gpt-image-2.5-sunburst"]);
        Assert.Equal("missing", openAi["gpt-image-1"]);
        Assert.True(providers["openai"].GetProperty("has_list").GetBoolean());
        var unknown = providers["openai"]
            .GetProperty("unknown")
            .EnumerateArray()
            .Select(one => Text(one, "id"))
            .ToList();
        Assert.Contains("gpt-image-2.6-flare", unknown);
        Assert.DoesNotContain("gpt-image-2.5-flare-2026-09-08", unknown);
        Assert.False(providers["legnext"].GetProperty("has_list").GetBoolean());
        Assert.All(Results(providers["legnext"]).Values, result => Assert.Equal("not_listable", result));
        Assert.Equal(3, Results(providers["legnext"]).Count);
        Assert.False(providers["openai"].TryGetProperty("problem", out _));
    }

    [Fact]
    public async Task Check_KeyThatIsRefused_SaysWhyAndBlamesNoOffer()
    {
        await using var emulated = new EmulatedServer
        {
            Options = new EmulatorOptions { LongestEdge = 64, Key = "sk-of-somebody-else" },
        };
        await emulated.InitializeAsync();

        var check = await emulated.Server.Owner().GetAsync(Door);

        var openAi = check.At("providers").EnumerateArray().Single(one => Text(one, "id") == "openai");
        Assert.Contains("key", Text(openAi, "problem"), StringComparison.OrdinalIgnoreCase);
        Assert.All(Results(openAi).Values, result => Assert.Equal("not_listable", result));
        Assert.Empty(openAi.GetProperty("unknown").EnumerateArray());
    }

    private static Dictionary<string, string> Results(JsonElement provider) =>
        provider
            .GetProperty("offers")
            .EnumerateArray()
            .ToDictionary(offer => Text(offer, "model"), offer => Text(offer, "result"));

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
