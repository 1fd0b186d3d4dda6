using System.Text.Json;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Catalogue;

public sealed class StyleDoorTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly string[] Fields =
    [
        "id",
        "kind",
        "name",
        "description",
        "on",
        "words",
        "midjourney_words",
        "avoid",
        "best",
    ];

    [Fact]
    [Trait("Requirement", "C-23")]
    public async Task Styles_AsLoaded_AreSixteenWithAllTheyHave()
    {
        var caller = await server.AddCallerAsync();

        var answer = await caller.GetAsync("/v1/styles");

        Assert.Equal(200, answer.Status);
        Assert.Equal("application/json; charset=utf-8", answer.Header("Content-Type"));
        var styles = answer.At("styles").EnumerateArray().ToDictionary(style => style.GetProperty("id").GetString()!);
        Assert.Equal(16, styles.Count);
        Assert.All(styles.Values, style => Assert.All(Fields, field => style.GetProperty(field)));
        Assert.Equal(
            [("transfer", 5), ("use", 6), ("visual", 5)],
            styles
                .Values.GroupBy(style => style.GetProperty("kind").GetString()!)
                .Select(kind => (kind.Key, kind.Count()))
                .Order()
        );
        var minimal = styles["minimal"];
        Assert.Equal(9m, minimal.GetProperty("guidance").GetDecimal());
        Assert.Equal(
            "minimalist design|simple shapes|clean composition|negative space|flat design",
            Joined(minimal, "words")
        );
        Assert.Equal("complex|detailed|busy|cluttered|realistic", Joined(minimal, "avoid"));
        Assert.True(minimal.GetProperty("on").GetBoolean());
        Assert.Equal("natural lighting|candid|authentic", Joined(styles["lifestyle"], "midjourney_words"));
        Assert.False(styles["oil"].TryGetProperty("guidance", out _));
    }

    [Fact]
    [Trait("Requirement", "C-26")]
    public async Task AspectRatios_AsLoaded_AreFiveWithSizesAndUses()
    {
        var caller = await server.AddCallerAsync();

        var answer = await caller.GetAsync("/v1/aspect-ratios");

        var ratios = answer
            .At("aspect_ratios")
            .EnumerateArray()
            .ToDictionary(ratio => ratio.GetProperty("ratio").GetString()!);
        Assert.Equal(["16:9", "4:3", "1:1", "9:16", "custom"], ratios.Keys);
        Assert.All(ratios.Values, ratio => Assert.InRange(ratio.GetProperty("use_cases").GetArrayLength(), 2, 3));
        Assert.Equal(
            """{"draft":"896x504","standard":"1792x1008","high":"2560x1440","ultra":"3840x2160"}""",
            ratios["16:9"].GetProperty("sizes").GetRawText()
        );
        Assert.Equal("Slide backgrounds|Wide images|Video thumbnails", Joined(ratios["16:9"], "use_cases"));
        Assert.False(ratios["custom"].TryGetProperty("sizes", out _));
    }

    [Theory]
    [InlineData("/v1/styles")]
    [InlineData("/v1/aspect-ratios")]
    public async Task List_KnownByItsTag_IsNotSentAgain(string path)
    {
        var caller = await server.AddCallerAsync();
        var tag = (await caller.GetAsync(path)).Header("ETag")!;

        var again = await caller.GetAsync(path, ("If-None-Match", tag));
        var other = await caller.GetAsync(path, ("If-None-Match", "\"another\""));

        Assert.Matches("^\"[0-9a-f]{16}\"$", tag);
        Assert.Equal((304, 0), (again.Status, again.Bytes.Length));
        Assert.Equal((200, tag), (other.Status, other.Header("ETag")));
    }

    private static string Joined(JsonElement element, string field) =>
        string.Join('|', element.GetProperty(field).EnumerateArray().Select(word => word.GetString()));
}
