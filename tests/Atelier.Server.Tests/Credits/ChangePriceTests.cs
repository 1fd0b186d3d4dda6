using Atelier.Server.Tests.Presentations;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Credits;

/// <summary>What changes of pictures cost that name no size: the price follows the pixels of what is made, at every door.</summary>
public sealed class ChangePriceTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Door = "/v1/generations";

    [Theory]
    [InlineData("upscale", "", "draft", 224, 126, 500)]
    [InlineData("upscale", "", "draft", 512, 512, 1000)]
    [InlineData("upscale", "", null, 512, 512, 1000)]
    [InlineData("upscale", "", "high", 512, 512, 2000)]
    [InlineData("upscale", "", "draft", 1280, 720, 2000)]
    [InlineData("upscale", "", "draft", 1920, 1080, 4000)]
    [InlineData("variation", "", "draft", 512, 512, 500)]
    [InlineData("variation", "", "draft", 1920, 1080, 2000)]
    [InlineData("outpaint", """, "extend": {"right": 8}""", "draft", 512, 512, 500)]
    [InlineData("outpaint", """, "extend": {"right": 512}""", "draft", 512, 512, 1000)]
    [InlineData("outpaint", """, "extend": {"left": 1408, "bottom": 568}""", "draft", 512, 512, 2000)]
    [InlineData("outpaint", """, "extend": {"left": 3328, "bottom": 1648}""", "draft", 512, 512, 4000)]
    [InlineData("stylise", """, "style": "cartoon" """, "draft", 1280, 720, 1000)]
    [InlineData("remove_background", "", "draft", 1920, 1080, 500)]
    [Trait("Requirement", "C-50")]
    [Trait("Requirement", "C-51")]
    public async Task Change_WithoutASize_CostsWhatItsPixelsDo(
        string operation,
        string fields,
        string? quality,
        int width,
        int height,
        long price
    )
    {
        var caller = await server.AddCallerAsync();
        var image = await PictureAsync(caller, width, height);
        var asked = quality is null ? "" : $", \"quality\": \"{quality}\"";
        var body = $$"""{"operation": "{{operation}}", "image": "{{image}}"{{fields}}{{asked}}}""";
        var before = await caller.BalanceAsync();
        await server.PauseAsync();

        var quote = await caller.PostAsync("/v1/quotes", body);
        var answer = await caller.PostAsync(Door, body, ("Prefer", "respond-async"));

        Assert.True(quote.Status == 200, quote.Text);
        Assert.Equal(price / 1000m, quote.At("price.each").GetDecimal());
        Assert.True(answer.Status == 202, answer.Text);
        Assert.Equal(price / 1000m, answer.At("price.each").GetDecimal());
        Assert.Equal(before - price, await caller.BalanceAsync());
        await caller.DeleteAsync(answer.Header("Location")!);
        await server.ResumeAsync();
    }

    [Theory]
    [InlineData("high", 1000, 562)]
    [InlineData("ultra", 1920, 1080)]
    [Trait("Requirement", "C-36")]
    [Trait("Requirement", "C-51")]
    public async Task Upscale_OfThePresentations_CostsAtLeastWhatTheSameDoesHere(string target, int width, int height)
    {
        var caller = await server.AddCallerAsync();
        var image = await PictureAsync(caller, width, height);
        await server.PauseAsync();

        var there = await DeckDoor.PostAsync(
            caller,
            DeckDoor.Upscale,
            DeckBody.Placed($"\"imageId\": \"{image}\", \"targetQuality\": \"{target}\""),
            ("Prefer", "respond-async")
        );
        var here = await caller.PostAsync(
            Door,
            $$"""{"operation": "upscale", "image": "{{image}}", "quality": "draft"}""",
            ("Prefer", "respond-async")
        );

        var stored = await caller.GetAsync($"{Door}/{there.TextAt("data.generationId")}");
        Assert.Equal(stored.At("price.each").GetDecimal(), here.At("price.each").GetDecimal());
        await caller.DeleteAsync($"{Door}/{there.TextAt("data.generationId")}");
        await caller.DeleteAsync(here.Header("Location")!);
        await server.ResumeAsync();
    }

    // A small picture whose row says that it is larger: what is planned with it is never made.
    private async Task<string> PictureAsync(TestCaller caller, int width, int height)
    {
        var made = await caller.GenerateAsync(Bodies.Small("\"model\": \"local-painter\""));
        var id = made.At("images")[0].GetProperty("id").GetString()!;
        await server.House.ExecuteAsync(
            "UPDATE images SET width = @width, height = @height WHERE id = @id",
            new
            {
                id = Guid.Parse(id),
                width,
                height,
            }
        );
        return id;
    }
}
