using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.OpenAi;

/// <summary>What only OpenAI's door refuses.</summary>
public sealed class ImagesBadInputTests(TestServer server) : IClassFixture<TestServer>
{
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
        var answer = await Refused.PostAsync(server, Refused.OpenAi, Bodies.Small(field));

        Refusal.IsOpenAi(answer, 400, "invalid_request", name);
        Assert.Contains(word, answer.TextAt("error.message"), StringComparison.Ordinal);
        Assert.Equal("invalid_request_error", answer.TextAt("error.type"));
    }

    [Theory]
    [InlineData("image/png", "\"n\": 2", "n", "one picture")]
    [InlineData("image/png", "\"output_format\": \"webp\"", "output_format", "Accept says png")]
    public async Task Create_AcceptThatCannotBe_IsRefused(string accept, string field, string name, string word)
    {
        var answer = await Refused.PostAsync(server, Refused.OpenAi, Bodies.Small(field), ("Accept", accept));

        Refusal.IsOpenAi(answer, 400, "invalid_request", name);
        Assert.Contains(word, answer.TextAt("error.message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image/gif")]
    [InlineData("image/svg+xml")]
    public async Task Create_AcceptOfAFormatWeDoNotMake_IsNotAcceptable(string accept)
    {
        var answer = await Refused.PostAsync(server, Refused.OpenAi, Bodies.Small(), ("Accept", accept));

        Assert.Equal(406, (int)answer.Status);
        Assert.Contains("image/png, image/jpeg, image/webp", answer.TextAt("error.message"), StringComparison.Ordinal);
    }
}
