using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.OpenAi;

/// <summary>What only OpenAI's door refuses.</summary>
public sealed class ImagesBadInputTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Door = "/v1/images/generations";

    [Theory]
    [InlineData("\"response_format\": \"file\"", "response_format", "b64_json, url")]
    [InlineData("\"response_format\": \"\"", "response_format", "b64_json, url")]
    [InlineData("\"response_format\": 1", "response_format", "a string")]
    [InlineData("\"background\": \"transparent\"", "background", "auto, opaque")]
    [InlineData("\"background\": false", "background", "a string")]
    [InlineData("\"moderation\": \"none\"", "moderation", "auto, low")]
    [InlineData("\"moderation\": []", "moderation", "a string")]
    [InlineData("\"stream\": true", "stream", "/events")]
    [InlineData("\"stream\": \"true\"", "stream", "true or false")]
    [InlineData("\"user\": 7", "user", "a string")]
    [InlineData("\"aspect_ratio\": \"16:9\"", "aspect_ratio", "no field")]
    [InlineData("\"operation\": \"create\"", "operation", "no field")]
    public async Task Create_WrongField_IsNamedAndNothingIsWritten(string field, string name, string word)
    {
        var answer = await RefusedAsync(Bodies.Small(field));

        Refusal.IsOpenAi(answer, 400, "invalid_request", name);
        Assert.Contains(word, answer.TextAt("error.message"), StringComparison.Ordinal);
        Assert.Equal("invalid_request_error", answer.TextAt("error.type"));
    }

    [Theory]
    [InlineData("image/gif", "", "output_format", "png, jpeg, webp")]
    [InlineData("image/svg+xml", "", "output_format", "png, jpeg, webp")]
    [InlineData("image/png", "\"n\": 2", "n", "one picture")]
    [InlineData("image/png", "\"output_format\": \"webp\"", "output_format", "Accept says png")]
    public async Task Create_AcceptThatCannotBe_IsRefused(string accept, string field, string name, string word)
    {
        var answer = await RefusedAsync(Bodies.Small(field), ("Accept", accept));

        Refusal.IsOpenAi(answer, 400, "invalid_request", name);
        Assert.Contains(word, answer.TextAt("error.message"), StringComparison.Ordinal);
    }

    private async Task<Answer> RefusedAsync(string body, params (string, string)[] headers)
    {
        var caller = await server.AddCallerAsync();
        var before = await HouseState.ReadAsync(server.House);

        var answer = await caller.PostAsync(Door, body, headers);

        Assert.Equal(before, await HouseState.ReadAsync(server.House));
        return answer;
    }
}
