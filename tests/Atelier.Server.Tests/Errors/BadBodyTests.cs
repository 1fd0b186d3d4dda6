using System.Net.Http.Headers;
using System.Text;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Errors;

/// <summary>Bodies and headers that both doors refuse in the same way: nothing is written and nothing charged.</summary>
public sealed class BadBodyTests(TestServer server) : IClassFixture<TestServer>
{
    public static TheoryData<string> BrokenJson =>
        [
            "",
            "{",
            "{\"prompt\": \"x\"",
            "{\"prompt\": 'x'}",
            "{\"prompt\": \"x\",}",
            "{\"prompt\": \"x\"} {}",
            "{prompt: \"x\"}",
            "// a comment\n{\"prompt\": \"x\"}",
            "{\"prompt\": \"x\", \"prompt\": \"y\"}",
            "{\"prompt\": \"x\", \"extend\": {\"left\": 1, \"left\": 2}}",
            "{\"prompt\": \"x\", \"n\": " + new string('[', 5000),
            "{\"prompt\": \"x\", \"a\": {\"a\": {\"a\": {\"a\": {\"a\": {\"a\": {\"a\": {\"a\": {\"a\": {\"a\": {\"a\": {\"a\": {\"a\": {\"a\": {\"a\": {\"a\": {\"a\": 1}}}}}}}}}}}}}}}}}",
            "null",
            "[]",
            "\"prompt\"",
            "1",
            "{\"\\ud800\": 1}",
            "{\"prompt\": \"\\ud800\", \"\\udfff\\ud800\": 1}",
            "{\"prompt\": \"x\", \"provider_options\": {\"\\ud800\": {}}}",
            "{\"prompt\": \"x\", \"extend\": [{\"\\ud800\": 1}]}",
        ];

    [Theory]
    [MemberData(nameof(BrokenJson))]
    public async Task Create_BrokenJson_Is400(string body)
    {
        foreach (var door in new[] { Refused.OpenAi, Refused.Native })
        {
            var answer = await Refused.PostAsync(server, door, body);

            Refusal.IsOf(door, answer, 400, "invalid_request");
            Assert.Contains("JSON", Refused.Message(door, answer), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Refused.Doors), MemberType = typeof(Refused))]
    public async Task Create_BrokenUtf8_Is400(string door)
    {
        byte[][] bodies =
        [
            [.. "{\"prompt\": \""u8, 0xFF, 0xFE, .. "\"}"u8],
            [.. "{\"prompt\": \"x\", \""u8, 0xC3, 0x28, .. "\": 1}"u8],
            Encoding.Unicode.GetBytes("{\"prompt\": \"x\"}"),
        ];
        foreach (var body in bodies)
        {
            var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

            var answer = await Refused.PostAsync(server, door, content);

            Assert.True(answer.Status == 400, answer.Text);
            Refusal.HidesOurselves(answer);
        }
    }

    [Theory]
    [MemberData(nameof(Refused.Doors), MemberType = typeof(Refused))]
    public async Task Create_BodyOfTwoMegabytes_Is413(string door)
    {
        var body = $"{{\"prompt\": \"{new string('x', 2 * 1024 * 1024)}\"}}";

        var whole = await Refused.PostAsync(server, door, body, ("Expect", "100-continue"));
        Refusal.IsOf(door, whole, 413, "body_too_large");
        Assert.Contains("1 MB", Refused.Message(door, whole), StringComparison.Ordinal);

        var chunked = await Refused.PostAsync(server, door, body, ("Transfer-Encoding", "chunked"));
        Refusal.IsOf(door, chunked, 413, "body_too_large");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data")]
    [InlineData("image/png")]
    [InlineData(null)]
    public async Task Create_OtherContentType_Is415(string? type)
    {
        foreach (var door in new[] { Refused.OpenAi, Refused.Native })
        {
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Bodies.Small()));
            content.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);

            var answer = await Refused.PostAsync(server, door, content);

            Refusal.IsOf(door, answer, 415, "unsupported_media_type");
            Assert.Contains("application/json", Refused.Message(door, answer), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("wait=abc")]
    [InlineData("wait=-1")]
    [InlineData("wait=601")]
    [InlineData("wait=")]
    [InlineData("wait=1.5")]
    [InlineData("wait=99999999999999")]
    [InlineData("respond-async, wait=ten")]
    public async Task Create_WrongWait_Is400(string prefer)
    {
        foreach (var door in new[] { Refused.OpenAi, Refused.Native })
        {
            var answer = await Refused.PostAsync(server, door, Bodies.Small(), ("Prefer", prefer));

            Refusal.IsOf(door, answer, 400, "invalid_request", "Prefer");
            Assert.Contains("600", Refused.Message(door, answer), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Refused.Doors), MemberType = typeof(Refused))]
    public async Task Create_IdempotencyKeyTooLong_Is400(string door)
    {
        var answer = await Refused.PostAsync(server, door, Bodies.Small(), ("Idempotency-Key", new string('k', 256)));

        Refusal.IsOf(door, answer, 400, "invalid_request", "Idempotency-Key");
        Assert.Contains("255", Refused.Message(door, answer), StringComparison.Ordinal);
    }
}
