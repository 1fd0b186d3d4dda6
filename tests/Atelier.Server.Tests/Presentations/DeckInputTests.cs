using System.Text.Json;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Presentations;

/// <summary>What the presentation doors refuse, each named by its path; nothing is written and nothing charged.</summary>
public sealed class DeckInputTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData("prompt", "INVALID_PROMPT")]
    [InlineData("presentationId")]
    [InlineData("slideId")]
    [InlineData("elementId")]
    [InlineData("context")]
    [InlineData("context.presentationTitle")]
    [InlineData("context.slideIndex")]
    [InlineData("config")]
    [InlineData("config.style")]
    [InlineData("config.aspectRatio")]
    [InlineData("config.quality")]
    [InlineData("constraints")]
    [InlineData("constraints.gridWidth")]
    [InlineData("constraints.gridHeight")]
    [Trait("Requirement", "C-01")]
    [Trait("Requirement", "C-02")]
    [Trait("Requirement", "C-03")]
    [Trait("Requirement", "C-04")]
    public async Task Generate_WithoutARequiredField_NamesItsPath(string path, string code = "INVALID_REQUEST")
    {
        DeckDoor.IsError(await RefuseAsync(DeckBody.Generate().Without(path)), 400, code, path);
        DeckDoor.IsError(await RefuseAsync(DeckBody.Generate().With(path, "null")), 400, code, path);
    }

    [Theory]
    [InlineData("config.style", "\"cartoon\"", "INVALID_REQUEST")]
    [InlineData("config.style", "7", "INVALID_REQUEST")]
    [InlineData("config.style", "\"Photo\"", "INVALID_REQUEST")]
    [InlineData("config.aspectRatio", "\"3:2\"", "INVALID_DIMENSIONS")]
    [InlineData("config.quality", "\"hd\"", "INVALID_DIMENSIONS")]
    [InlineData("config.quality", "[]", "INVALID_DIMENSIONS")]
    [InlineData("constraints.gridWidth", "0", "INVALID_DIMENSIONS")]
    [InlineData("constraints.gridWidth", "13", "INVALID_DIMENSIONS")]
    [InlineData("constraints.gridWidth", "1.5", "INVALID_DIMENSIONS")]
    [InlineData("constraints.gridWidth", "\"6\"", "INVALID_DIMENSIONS")]
    [InlineData("constraints.gridHeight", "9", "INVALID_DIMENSIONS")]
    [InlineData("constraints.gridHeight", "-1", "INVALID_DIMENSIONS")]
    [InlineData("context.slideIndex", "-1", "INVALID_REQUEST")]
    [InlineData("context.slideIndex", "\"first\"", "INVALID_REQUEST")]
    [InlineData("context.brandColors", """["#12"]""", "INVALID_REQUEST")]
    [InlineData("context.brandColors", """["--seed 9"]""", "INVALID_REQUEST")]
    [InlineData("context.brandColors", "\"red\"", "INVALID_REQUEST")]
    [InlineData("context.existingImages", """["nonsense"]""", "INVALID_REQUEST")]
    [InlineData("context.existingImages", """["https://10.0.0.7/x.png"]""", "INVALID_REQUEST")]
    [InlineData("context.existingImages", """["file:///etc/passwd"]""", "INVALID_REQUEST")]
    [InlineData("context.existingImages", """["http://169.254.169.254/latest"]""", "INVALID_REQUEST")]
    [InlineData("context.existingImages", "[null]", "INVALID_REQUEST")]
    [InlineData("context", "[]", "INVALID_REQUEST")]
    [InlineData("prompt", "\"  \"", "INVALID_PROMPT")]
    [InlineData("prompt", "5", "INVALID_PROMPT")]
    [InlineData("prompt", "\"a\\u0000b\"", "INVALID_PROMPT")]
    [InlineData("options.negativePrompt", "\"a\\u0007b\"", "INVALID_PROMPT")]
    [InlineData("options.seed", "-1", "INVALID_REQUEST")]
    [InlineData("options.seed", "4294967295", "INVALID_REQUEST")]
    [InlineData("options.seed", "1e400", "INVALID_REQUEST")]
    [InlineData("options.guidanceScale", "0.99", "INVALID_REQUEST")]
    [InlineData("options.guidanceScale", "20.1", "INVALID_REQUEST")]
    [InlineData("options.provider", "\"dalle9\"", "INVALID_REQUEST")]
    [InlineData("options.colorScheme", "\"hot\"", "INVALID_REQUEST")]
    [InlineData("options.lighting", "\"neon\"", "INVALID_REQUEST")]
    [InlineData("options.fallback", "\"never\"", "INVALID_REQUEST")]
    [InlineData("options.colour", "\"warm\"", "INVALID_REQUEST")]
    [InlineData("config.styles", "\"photo\"", "INVALID_REQUEST")]
    [InlineData("presentationId", "\"\"", "INVALID_REQUEST")]
    [InlineData("slideId", "\"a\\u0000\"", "INVALID_REQUEST")]
    [Trait("Requirement", "C-02")]
    [Trait("Requirement", "C-03")]
    [Trait("Requirement", "C-04")]
    [Trait("Requirement", "C-05")]
    [Trait("Requirement", "C-06")]
    [Trait("Requirement", "C-12")]
    [Trait("Requirement", "C-27")]
    public async Task Generate_AWrongField_IsRefusedByItsCodeAndPath(string path, string value, string code) =>
        DeckDoor.IsError(await RefuseAsync(DeckBody.Generate().With(path, value)), 400, code, path);

    [Fact]
    [Trait("Requirement", "C-27")]
    public async Task Generate_AGridThatIsWrongBothWays_IsOfDimensionsAlthoughTheRatioIsAnother()
    {
        var body = DeckBody
            .Generate()
            .With("config.aspectRatio", "\"16:9\"")
            .With("constraints.gridWidth", "99")
            .With("constraints.gridHeight", "0");

        var answer = await RefuseAsync(body);

        DeckDoor.IsError(answer, 400, "INVALID_DIMENSIONS", "constraints.gridWidth", "constraints.gridHeight");
        Assert.False(answer.At("error.retryable").GetBoolean());
    }

    [Theory]
    [InlineData("""{"prompt": "half \ud800 of it"}""")]
    [InlineData("""{"config": {"style": "\udc00"}}""")]
    [InlineData("""{"nobody": {"knows": "\udc00"}}""")]
    public async Task Generate_TextThatIsNone_IsRefused(string body)
    {
        var answer = await RefuseAsync(body);

        Assert.Equal((400, false), (answer.Status, answer.At("success").GetBoolean()));
    }

    [Fact]
    [Trait("Requirement", "C-01")]
    public async Task Generate_NothingAtAll_NamesEveryRequiredField() =>
        DeckDoor.IsError(
            await RefuseAsync("{}"),
            400,
            "INVALID_REQUEST",
            "prompt",
            "presentationId",
            "slideId",
            "elementId",
            "context",
            "config",
            "constraints"
        );

    [Theory]
    [InlineData("prompt", 4000, true)]
    [InlineData("prompt", 4001, false)]
    [InlineData("presentationId", 128, true)]
    [InlineData("presentationId", 129, false)]
    [InlineData("elementId", 129, false)]
    [Trait("Requirement", "C-01")]
    [Trait("Requirement", "C-06")]
    public async Task Generate_LongTexts_AreTakenUpToTheLimit(string path, int length, bool taken)
    {
        var body = DeckBody.Generate().With(path, JsonSerializer.Serialize(new string('a', length)));
        if (!taken)
        {
            DeckDoor.IsError(
                await RefuseAsync(body),
                400,
                path == "prompt" ? "INVALID_PROMPT" : "INVALID_REQUEST",
                path
            );
            return;
        }

        var caller = await server.AddCallerAsync();
        var answer = await DeckDoor.PostAsync(caller, DeckDoor.Generate, body, ("Prefer", "respond-async"));
        Assert.True(answer.Status == 202, answer.Text);
    }

    [Theory]
    [InlineData("options.seed", "0")]
    [InlineData("options.seed", "4294967294")]
    [InlineData("options.guidanceScale", "1")]
    [InlineData("options.guidanceScale", "20")]
    [InlineData("constraints.gridWidth", "12")]
    [InlineData("constraints.gridHeight", "8")]
    [InlineData("context.slideIndex", "0")]
    [InlineData("context.presentationTitle", "\"\"")]
    [InlineData("options.provider", "\"auto\"")]
    [InlineData("options.provider", "\"local\"")]
    [InlineData("prompt", "\"a\"")]
    [Trait("Requirement", "C-04")]
    [Trait("Requirement", "C-05")]
    public async Task Generate_ValuesAtTheEdge_AreTaken(string path, string value)
    {
        var caller = await server.AddCallerAsync();

        var answer = await DeckDoor.PostAsync(
            caller,
            DeckDoor.Generate,
            DeckBody.Generate().With(path, value),
            ("Prefer", "respond-async")
        );

        Assert.True(answer.Status == 202, answer.Text);
    }

    [Theory]
    [MemberData(nameof(DeckDoor.Making), MemberType = typeof(DeckDoor))]
    [Trait("Requirement", "C-11")]
    [Trait("Requirement", "C-12")]
    public async Task AnyDoor_WhatTheWallRefuses_HasTheEnvelopeToo(string door)
    {
        var caller = await server.AddCallerAsync(scopes: ["read"]);
        var maker = await server.AddCallerAsync();

        DeckDoor.IsError(await DeckDoor.PostAsync(server.Nobody(), door, "{}"), 401, "UNAUTHORIZED");
        DeckDoor.IsError(await DeckDoor.PostAsync(caller, door, "{}"), 403, "UNAUTHORIZED");
        DeckDoor.IsError(await DeckDoor.GetAsync(maker, door), 405, "INVALID_REQUEST");
        DeckDoor.IsError(await DeckDoor.GetAsync(maker, door + "/x"), 404, "NOT_FOUND");
        DeckDoor.IsError(await DeckDoor.PostAsync(maker, door, "not json"), 400, "INVALID_REQUEST");
        DeckDoor.IsError(await DeckDoor.PostAsync(maker, door, "[]"), 400, "INVALID_REQUEST");
        DeckDoor.IsError(
            await DeckDoor.PostAsync(maker, door, "{}", ("Prefer", "wait=soon")),
            400,
            "INVALID_REQUEST",
            "Prefer"
        );
        using var text = new StringContent("{}");
        var plain = await maker.SendAsync(HttpMethod.Post, door, text);
        DeckDoor.IsError(plain, 415, "INVALID_REQUEST");
    }

    private async Task<Answer> RefuseAsync(string body)
    {
        var caller = await server.AddCallerAsync();
        var before = await HouseState.ReadAsync(server.House);

        var answer = await DeckDoor.PostAsync(caller, DeckDoor.Generate, body);

        Assert.Equal(before, await HouseState.ReadAsync(server.House));
        return answer;
    }
}
