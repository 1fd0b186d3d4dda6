using System.Text.Json;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Presentations;

/// <summary>Pictures that are made anew (requirement C-35).</summary>
public sealed class DeckRegenerateTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    [Trait("Requirement", "C-35")]
    public async Task Regenerate_SaidNothing_DrawsANewSeedAndKeepsTheRest()
    {
        var caller = await server.AddCallerAsync();
        var first = await DeckDoor.MakeAsync(caller, DeckBody.Generate().With("config.style", "\"minimal\""));

        var again = await AgainAsync(caller, first);

        Assert.NotEqual(DeckDoor.ImageOf(first), DeckDoor.ImageOf(again));
        Assert.NotEqual(first.At("data.metadata.seed").GetInt64(), again.At("data.metadata.seed").GetInt64());
        foreach (var kept in new[] { "prompt", "style", "aspectRatio", "quality", "provider" })
        {
            Assert.Equal(first.TextAt($"data.metadata.{kept}"), again.TextAt($"data.metadata.{kept}"));
        }

        Assert.Equal(first.TextAt("data.generationId"), again.TextAt("data.regeneratedFrom"));
        Assert.Equal(0.5m, again.At("data.usage.creditsUsed").GetDecimal());
        Assert.Equal(99_000, await caller.BalanceAsync());
    }

    [Fact]
    [Trait("Requirement", "C-35")]
    public async Task Regenerate_TheSameSeed_MakesTheSamePicture()
    {
        var caller = await server.AddCallerAsync();
        var first = await DeckDoor.MakeAsync(caller, DeckBody.Generate());

        var again = await AgainAsync(caller, first, "options.newSeed", "false");

        Assert.Equal(first.At("data.metadata.seed").GetInt64(), again.At("data.metadata.seed").GetInt64());
        Assert.Equal(await HashAsync(caller, first), await HashAsync(caller, again));
    }

    [Fact]
    [Trait("Requirement", "C-35")]
    public async Task Regenerate_AnotherPromptStyleRatioAndQuality_AreUsed()
    {
        var caller = await server.AddCallerAsync();
        var first = await DeckDoor.MakeAsync(caller, DeckBody.Generate());
        await server.PauseAsync();

        var words = await PlanAsync(caller, first, ("options.modifiedPrompt", "\"a red boat\""));
        var style = await PlanAsync(
            caller,
            first,
            ("options.sameStyle", "false"),
            ("config.style", "\"illustration\"")
        );
        var ratio = await PlanAsync(caller, first, ("config.aspectRatio", "\"16:9\""));
        var quality = await PlanAsync(caller, first, ("config.quality", "\"high\""));
        var grid = await PlanAsync(
            caller,
            first,
            ("options.sameAspectRatio", "false"),
            ("constraints", """{"gridWidth": 12, "gridHeight": 3}""")
        );
        await server.ResumeAsync();

        Assert.StartsWith(
            "a red boat, professional stock photo",
            words.TextAt("data.metadata.prompt"),
            StringComparison.Ordinal
        );
        Assert.Equal("illustration", style.TextAt("data.metadata.style"));
        Assert.Contains("digital illustration", style.TextAt("data.metadata.prompt"), StringComparison.Ordinal);
        Assert.Equal(("16:9", "896x504"), (ratio.TextAt("data.metadata.aspectRatio"), SizeOf(ratio)));
        Assert.Equal(("custom", "1536x1536"), (quality.TextAt("data.metadata.aspectRatio"), SizeOf(quality)));
        Assert.Equal(("custom", "512x128"), (grid.TextAt("data.metadata.aspectRatio"), SizeOf(grid)));
    }

    [Theory]
    [InlineData("options.sameStyle", "false", "config.style")]
    [InlineData("options.modifiedPrompt", "\" \"", "options.modifiedPrompt", "INVALID_PROMPT")]
    [InlineData("config.style", "\"cubist\"", "config.style")]
    [InlineData("config.quality", "\"best\"", "config.quality", "INVALID_DIMENSIONS")]
    [InlineData("constraints", """{"gridWidth": 0, "gridHeight": 1}""", "constraints.gridWidth", "INVALID_DIMENSIONS")]
    [InlineData("generationId", "null", "generationId")]
    [InlineData("options.newSeed", "\"yes\"", "options.newSeed")]
    [InlineData("options.seed", "5", "options.seed")]
    [Trait("Requirement", "C-35")]
    public async Task Regenerate_AWrongField_IsNamed(
        string path,
        string value,
        string wrong,
        string code = "INVALID_REQUEST"
    )
    {
        var caller = await server.AddCallerAsync();
        var first = await DeckDoor.PostAsync(
            caller,
            DeckDoor.Generate,
            DeckBody.Generate(),
            ("Prefer", "respond-async")
        );
        var before = await caller.BalanceAsync();

        var answer = await DeckDoor.PostAsync(caller, DeckDoor.Regenerate, Body(first).With(path, value));

        DeckDoor.IsError(answer, 400, code, wrong);
        Assert.Equal(before, await caller.BalanceAsync());
    }

    [Fact]
    [Trait("Requirement", "C-35")]
    public async Task Regenerate_AStyleThatWasToBeTheSame_IsRefused()
    {
        var caller = await server.AddCallerAsync();
        var first = await DeckDoor.PostAsync(
            caller,
            DeckDoor.Generate,
            DeckBody.Generate(),
            ("Prefer", "respond-async")
        );

        var answer = await DeckDoor.PostAsync(
            caller,
            DeckDoor.Regenerate,
            Body(first).With("options.sameStyle", "true").With("config.style", "\"abstract\"")
        );

        DeckDoor.IsError(answer, 400, "INVALID_REQUEST", "config.style");
    }

    [Fact]
    [Trait("Requirement", "C-69")]
    public async Task Regenerate_SixteenInAMinute_StartFifteenAndTellTheLastWhen()
    {
        var caller = await server.AddCallerAsync(tier: "paid");
        var first = await DeckDoor.MakeAsync(caller, DeckBody.Generate());
        await server.PauseAsync();

        var answers = new List<Answer>();
        for (var i = 0; i < 16; i++)
        {
            answers.Add(
                await DeckDoor.PostAsync(caller, DeckDoor.Regenerate, Body(first), ("Prefer", "respond-async"))
            );
        }

        Assert.All(answers[..15], answer => Assert.Equal(202, answer.Status));
        DeckDoor.IsError(answers[15], 429, "RATE_LIMITED");
        Assert.True(answers[15].At("error.retryable").GetBoolean());
        Assert.InRange(answers[15].At("error.retryAfter").GetInt32(), 1, 60);
        await server.ResumeAsync();
    }

    private static DeckBody Body(Answer first) =>
        DeckBody.Placed($"\"generationId\": {JsonSerializer.Serialize(first.TextAt("data.generationId"))}");

    private static async Task<Answer> AgainAsync(
        TestCaller caller,
        Answer first,
        string path = "options.newSeed",
        string value = "true"
    ) => await DeckDoor.MakeAsync(caller, Body(first).With(path, value), DeckDoor.Regenerate);

    private static async Task<Answer> PlanAsync(
        TestCaller caller,
        Answer first,
        params (string Path, string Value)[] fields
    )
    {
        var body = fields.Aggregate(Body(first), (so, field) => so.With(field.Path, field.Value));
        var answer = await DeckDoor.PostAsync(caller, DeckDoor.Regenerate, body, ("Prefer", "respond-async"));
        Assert.True(answer.Status == 202, answer.Text);
        return answer;
    }

    private static string SizeOf(Answer answer) =>
        $"{answer.At("data.metadata.dimensions.width")}x{answer.At("data.metadata.dimensions.height")}";

    private static async Task<string> HashAsync(TestCaller caller, Answer answer) =>
        PictureFile.PixelHash((await caller.GetAsync($"/v1/images/{DeckDoor.ImageOf(answer)}/original")).Bytes);
}
