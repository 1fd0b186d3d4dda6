using System.Net.Http.Headers;
using System.Text;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Errors;

/// <summary>What both doors refuse in the same way: nothing is written and nothing charged.</summary>
public sealed class BadInputTests(TestServer server) : IClassFixture<TestServer>
{
    private const string OpenAi = "/v1/images/generations";
    private const string Native = "/v1/generations";

    public static TheoryData<string> Doors => [OpenAi, Native];

    /// <summary>Fields, the code, the field named, and a word of the message that says what is allowed.</summary>
    public static TheoryData<string, string, string, string> WrongValues =>
        new()
        {
            { """ "prompt": "" """, "invalid_prompt", "prompt", "required" },
            { """ "prompt": "  \n\t " """, "invalid_prompt", "prompt", "required" },
            { """ "prompt": null """, "invalid_prompt", "prompt", "required" },
            { """ "n": 1 """, "invalid_prompt", "prompt", "required" },
            { $""" "prompt": "{new string('x', 4001)}" """, "invalid_prompt", "prompt", "4000" },
            { """ "prompt": "a\u0000b" """, "invalid_prompt", "prompt", "NUL" },
            { Ok("\"model\": \"dall-e-9\""), "model_not_found", "model", "local-painter" },
            { Ok("\"model\": \"\""), "model_not_found", "model", "local-painter" },
            { Ok("\"model\": \"local-paintr\""), "model_not_found", "model", "Did you mean local-painter" },
            { Ok("\"style\": \"baroque\""), "invalid_request", "style", "illustration" },
            { Ok("\"n\": 0"), "invalid_request", "n", "1 to 10" },
            { Ok("\"n\": 11"), "invalid_request", "n", "1 to 10" },
            { Ok("\"n\": -2147483648"), "invalid_request", "n", "1 to 10" },
            { Ok("\"n\": 99999999999999999999"), "invalid_request", "n", "whole number" },
            { Ok("\"size\": \"big\""), "invalid_dimensions", "size", "3840x2160" },
            { Ok("\"size\": \"15x64\""), "invalid_dimensions", "size", "16" },
            { Ok("\"size\": \"64\""), "invalid_dimensions", "size", "WIDTHxHEIGHT" },
            { Ok("\"size\": \"-64x64\""), "invalid_dimensions", "size", "WIDTHxHEIGHT" },
            { Ok("\"size\": \"64x64x64\""), "invalid_dimensions", "size", "WIDTHxHEIGHT" },
            { Ok("\"size\": \"3841x16\""), "invalid_dimensions", "size", "3840" },
            { Ok("\"size\": \"2161x2161\""), "invalid_dimensions", "size", "2160" },
            { Ok("\"size\": \"99999999999x64\""), "invalid_dimensions", "size", "3840" },
            { Ok("\"quality\": \"best\""), "invalid_dimensions", "quality", "ultra" },
            { Ok("\"seed\": -1"), "invalid_request", "seed", "4294967294" },
            { Ok("\"seed\": 4294967295"), "invalid_request", "seed", "4294967294" },
            { Ok("\"output_format\": \"gif\""), "invalid_request", "output_format", "png, jpeg, webp" },
            { Ok("\"fallback\": \"maybe\""), "invalid_request", "fallback", "best_effort" },
            { Ok($"\"negative_prompt\": \"{new string('x', 4001)}\""), "invalid_prompt", "negative_prompt", "4000" },
            { Ok("\"promt\": \"x\""), "invalid_request", "promt", "Did you mean prompt" },
            { Ok("\"Prompt\": \"x\""), "invalid_request", "Prompt", "Did you mean prompt" },
            { Ok("\"\": 1"), "invalid_request", "", "There is no field ''" },
            { Ok("\"extra_long_name\": 1"), "invalid_request", "extra_long_name", "/docs" },
        };

    public static TheoryData<string, string> WrongTypes =>
        new()
        {
            { "prompt", "a string" },
            { "negative_prompt", "a string" },
            { "style", "a string" },
            { "model", "a string" },
            { "size", "a string" },
            { "quality", "a string" },
            { "output_format", "a string" },
            { "fallback", "a string" },
            { "n", "a whole number" },
            { "seed", "a whole number" },
        };

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
    [MemberData(nameof(WrongValues))]
    public async Task Create_WrongValue_NamesFieldAndWhatIsAllowed(
        string fields,
        string code,
        string field,
        string word
    )
    {
        foreach (var door in new[] { OpenAi, Native })
        {
            var answer = await RefusedAsync(door, $"{{{fields}}}");

            Refusal.IsOf(door, answer, code == "model_not_found" ? 404 : 400, code, field);
            Assert.Contains(word, Message(door, answer), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(WrongTypes))]
    public async Task Create_WrongType_NamesFieldAndType(string field, string type)
    {
        string[] values = ["[]", "{}", "true", "1.5", "\"7\"", "7", "[1]", "{\"a\": 1}"];
        foreach (var value in values.Where(value => !Fits(type, value)))
        {
            foreach (var door in new[] { OpenAi, Native })
            {
                var rest = field == "prompt" ? "" : ", \"prompt\": \"x\"";
                var answer = await RefusedAsync(door, $"{{\"{field}\": {value}{rest}}}");

                Refusal.IsOf(door, answer, 400, "invalid_request", field);
                Assert.Contains($"{field} must be {type}", Message(door, answer), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(BrokenJson))]
    public async Task Create_BrokenJson_Is400(string body)
    {
        foreach (var door in new[] { OpenAi, Native })
        {
            var answer = await RefusedAsync(door, body);

            Refusal.IsOf(door, answer, 400, "invalid_request");
            Assert.Contains("JSON", Message(door, answer), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Doors))]
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

            var answer = await RefusedAsync(door, content);

            Assert.True(answer.Status == 400, answer.Text);
            Refusal.HidesOurselves(answer);
        }
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Create_ManyWrongFields_AreToldAllAtOnce(string door)
    {
        const string Body = """
            {"prompt": "", "n": 99, "size": 7, "quality": "best", "model": "dall-e-9", "style": "baroque", "seed": -5,
             "output_format": "bmp", "fallback": "no", "promt": "x"}
            """;
        string[] fields =
        [
            "fallback",
            "model",
            "n",
            "output_format",
            "prompt",
            "promt",
            "quality",
            "seed",
            "size",
            "style",
        ];

        var answer = await RefusedAsync(door, Body);

        if (door == Native)
        {
            Refusal.IsProblem(answer, 400, "invalid_request", fields);
            return;
        }

        Assert.Equal(400, answer.Status);
        var named = answer.At("error.errors").EnumerateArray().Select(error => error.GetProperty("param").GetString());
        Assert.Equal(fields, named.Order());
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Create_TensOfThousandsOfWrongFields_IsAnsweredShortly(string door)
    {
        var many = string.Join(", ", Enumerable.Range(0, 70_000).Select(number => $"\"x{number}\": 1"));

        var answer = await RefusedAsync(door, $"{{{many}}}");

        Assert.Equal(400, answer.Status);
        Assert.True(answer.Bytes.Length < 50_000, $"{answer.Bytes.Length} bytes");
        Assert.Contains("x0", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Create_LongWrongValue_ComesBackShortened(string door)
    {
        // The cut falls into the middle of a surrogate pair.
        var answer = await RefusedAsync(
            door,
            Bodies.With($"\"style\": \"{new string('x', 59)}😀{new string('y', 900_000)}\"")
        );

        Refusal.IsOf(door, answer, 400, "invalid_request", "style");
        Assert.True(answer.Bytes.Length < 5000, $"{answer.Bytes.Length} bytes");

        answer = await RefusedAsync(door, Bodies.With($"\"{new string('z', 900_000)}\": 1"));

        Assert.Equal(400, answer.Status);
        Assert.True(answer.Bytes.Length < 5000, $"{answer.Bytes.Length} bytes");
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Create_BodyOfTwoMegabytes_Is413(string door)
    {
        var body = $"{{\"prompt\": \"{new string('x', 2 * 1024 * 1024)}\"}}";

        var whole = await RefusedAsync(door, body, ("Expect", "100-continue"));
        Refusal.IsOf(door, whole, 413, "body_too_large");
        Assert.Contains("1 MB", Message(door, whole), StringComparison.Ordinal);

        var chunked = await RefusedAsync(door, body, ("Transfer-Encoding", "chunked"));
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
        foreach (var door in new[] { OpenAi, Native })
        {
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Bodies.Small()));
            content.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);

            var answer = await RefusedAsync(door, content);

            Refusal.IsOf(door, answer, 415, "unsupported_media_type");
            Assert.Contains("application/json", Message(door, answer), StringComparison.Ordinal);
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
        foreach (var door in new[] { OpenAi, Native })
        {
            var answer = await RefusedAsync(door, Bodies.Small(), ("Prefer", prefer));

            Refusal.IsOf(door, answer, 400, "invalid_request", "Prefer");
            Assert.Contains("600", Message(door, answer), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Create_IdempotencyKeyTooLong_Is400(string door)
    {
        var answer = await RefusedAsync(door, Bodies.Small(), ("Idempotency-Key", new string('k', 256)));

        Refusal.IsOf(door, answer, 400, "invalid_request", "Idempotency-Key");
        Assert.Contains("255", Message(door, answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpt-image-1", "gpt-image-2.5-sunburst")]
    [InlineData("gpt-image-2.5-flare", "OPENAI_API_KEY")]
    [InlineData("dall-e-3", "OPENAI_API_KEY")]
    [InlineData("flux-schnell", "REPLICATE_API_TOKEN")]
    [InlineData("midjourney", "LEGNEXT_API_KEY")]
    public async Task Create_PaidModelWithoutKey_IsRefusedAndNeverPainted(string model, string word)
    {
        foreach (var fallback in new[] { "strict", "declared", "best_effort" })
        {
            foreach (var door in new[] { OpenAi, Native })
            {
                var body = $$"""{"prompt": "x", "model": "{{model}}", "fallback": "{{fallback}}"}""";

                var answer = await RefusedAsync(door, body);

                Refusal.IsOf(door, answer, 404, "model_not_found", "model");
                Assert.Contains(word, Message(door, answer), StringComparison.Ordinal);
                Assert.Contains("Leave model out", Message(door, answer), StringComparison.Ordinal);
            }
        }
    }

    private static string Ok(string field) => "\"prompt\": \"x\", " + field;

    private static bool Fits(string type, string value) => type == "a string" ? value[0] == '"' : value == "7";

    private static string Message(string door, Answer answer) =>
        answer.TextAt(door == OpenAi ? "error.message" : "detail")!;

    private Task<Answer> RefusedAsync(string door, string body, params (string, string)[] headers) =>
        RefusedAsync(door, new StringContent(body, Encoding.UTF8, "application/json"), headers);

    private async Task<Answer> RefusedAsync(string door, HttpContent content, params (string, string)[] headers)
    {
        var caller = await server.AddCallerAsync();
        var before = await HouseState.ReadAsync(server.House);

        var answer = await caller.SendAsync(HttpMethod.Post, door, content, headers);

        Assert.Equal(before, await HouseState.ReadAsync(server.House));
        return answer;
    }
}
