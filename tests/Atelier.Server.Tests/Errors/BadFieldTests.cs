using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Errors;

/// <summary>Wrong fields, which both doors refuse in the same way: nothing is written and nothing charged.</summary>
public sealed class BadFieldTests(TestServer server) : IClassFixture<TestServer>
{
    /// <summary>Fields, the code, the field named, and a word of the message that says what is allowed.</summary>
    public static TheoryData<string, string, string, string> WrongValues =>
        new()
        {
            { """ "prompt": "" """, "invalid_prompt", "prompt", "required" },
            { """ "prompt": "  \n\t " """, "invalid_prompt", "prompt", "required" },
            { """ "prompt": null """, "invalid_prompt", "prompt", "required" },
            { """ "n": 1 """, "invalid_prompt", "prompt", "required" },
            { $""" "prompt": "{new string('x', 4001)}" """, "invalid_prompt", "prompt", "4000" },
            { """ "prompt": "a\u0000b" """, "invalid_prompt", "prompt", "control" },
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

    [Theory]
    [MemberData(nameof(WrongValues))]
    public async Task Create_WrongValue_NamesFieldAndWhatIsAllowed(
        string fields,
        string code,
        string field,
        string word
    )
    {
        foreach (var door in new[] { Refused.OpenAi, Refused.Native })
        {
            var answer = await Refused.PostAsync(server, door, $"{{{fields}}}");

            Refusal.IsOf(door, answer, StatusOf(door, code), code, field);
            Assert.Contains(word, Refused.Message(door, answer), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(WrongTypes))]
    public async Task Create_WrongType_NamesFieldAndType(string field, string type)
    {
        string[] values = ["[]", "{}", "true", "1.5", "\"7\"", "7", "[1]", "{\"a\": 1}"];
        foreach (var value in values.Where(value => !Fits(type, value)))
        {
            foreach (var door in new[] { Refused.OpenAi, Refused.Native })
            {
                var rest = field == "prompt" ? "" : ", \"prompt\": \"x\"";
                var answer = await Refused.PostAsync(server, door, $"{{\"{field}\": {value}{rest}}}");

                Refusal.IsOf(door, answer, 400, "invalid_request", field);
                Assert.Contains($"{field} must be {type}", Refused.Message(door, answer), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Refused.Doors), MemberType = typeof(Refused))]
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

        var answer = await Refused.PostAsync(server, door, Body);

        if (door == Refused.Native)
        {
            Refusal.IsProblem(answer, 400, "invalid_request", fields);
            return;
        }

        Assert.Equal(400, answer.Status);
        var named = answer.At("error.errors").EnumerateArray().Select(error => error.GetProperty("param").GetString());
        Assert.Equal(fields, named.Order());
    }

    [Theory]
    [MemberData(nameof(Refused.Doors), MemberType = typeof(Refused))]
    public async Task Create_TensOfThousandsOfWrongFields_IsAnsweredShortly(string door)
    {
        var many = string.Join(", ", Enumerable.Range(0, 70_000).Select(number => $"\"x{number}\": 1"));

        var answer = await Refused.PostAsync(server, door, $"{{{many}}}");

        Assert.Equal(400, answer.Status);
        Assert.True(answer.Bytes.Length < 50_000, $"{answer.Bytes.Length} bytes");
        Assert.Contains("x0", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Refused.Doors), MemberType = typeof(Refused))]
    public async Task Create_LongWrongValue_ComesBackShortened(string door)
    {
        // The cut falls into the middle of a surrogate pair.
        var answer = await Refused.PostAsync(
            server,
            door,
            Bodies.With($"\"style\": \"{new string('x', 59)}😀{new string('y', 900_000)}\"")
        );

        Refusal.IsOf(door, answer, 400, "invalid_request", "style");
        Assert.True(answer.Bytes.Length < 5000, $"{answer.Bytes.Length} bytes");

        answer = await Refused.PostAsync(server, door, Bodies.With($"\"{new string('z', 900_000)}\": 1"));

        Assert.Equal(400, answer.Status);
        Assert.True(answer.Bytes.Length < 5000, $"{answer.Bytes.Length} bytes");
    }

    [Theory]
    [InlineData("gpt-image-1", "gpt-image-2.5-sunburst at openai")]
    [InlineData("gpt-image-2.5-flare", "gpt-image-2.5-flare at openai")]
    [InlineData("dall-e-3", "gpt-image-2.5-flare at openai")]
    [InlineData("flux-schnell", "flux-schnell at replicate")]
    [InlineData("midjourney", "midjourney-v7 at legnext")]
    public async Task Create_PaidModelWithoutKey_IsRefusedAndNeverPainted(string model, string word)
    {
        foreach (var fallback in new[] { "strict", "declared", "best_effort" })
        {
            foreach (var door in new[] { Refused.OpenAi, Refused.Native })
            {
                var body = $$"""{"prompt": "x", "model": "{{model}}", "fallback": "{{fallback}}"}""";

                var answer = await Refused.PostAsync(server, door, body);

                Refusal.IsOf(door, answer, StatusOf(door, "model_not_found"), "model_not_found", "model");
                Assert.Contains(
                    $"{word} is not available now",
                    Refused.Message(door, answer),
                    StringComparison.Ordinal
                );
                Assert.Contains("Leave model out", Refused.Message(door, answer), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [Trait("Requirement", "A-23")]
    [InlineData("\"aspect_ratio\": \"16:9\"")]
    [InlineData("\"size\": \"1024x576\"")]
    public async Task Route_TheNativeNames_AreTaken(string shape)
    {
        var caller = await server.AddCallerAsync();
        var body =
            $$"""{"prompt": "a hill", {{shape}}, "style": "lifestyle", "tier": "ultra", "model": "local-painter"}""";

        var answer = await caller.PostAsync("/v1/route", body);

        Assert.True(answer.Status == 200, answer.Text);
        Assert.Equal("local-painter", answer.At("chain")[0].GetProperty("model").GetString());
    }

    private static int StatusOf(string door, string code) =>
        code == "model_not_found" && door == Refused.OpenAi ? 404 : 400;

    private static string Ok(string field) => "\"prompt\": \"x\", " + field;

    private static bool Fits(string type, string value) => type == "a string" ? value[0] == '"' : value == "7";
}
