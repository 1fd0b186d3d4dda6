using System.Text.Json.Nodes;
using Atelier.Emulators.Tests.Serving;

namespace Atelier.Emulators.Tests.OpenAi;

public sealed class GenerationTests
{
    private const string Path = "/openai/v1/images/generations";

    [Fact]
    public async Task Generate_AllFields_AnswersAsTheSheetSays()
    {
        await using var bench = await TestBench.StartAsync();

        var answer = await bench.PostAsync(
            Path,
            new
            {
                model = "gpt-image-2.6-flare",
                prompt = "a red fox in snow",
                n = 2,
                size = "1536x1024",
                quality = "high",
                background = "opaque",
                output_format = "png",
                moderation = "low",
                stream = false,
                user = "somebody",
                safety_identifier = "x",
                complexity = "low",
            }
        );

        Assert.Equal(200, answer.Status);
        Assert.Equal("application/json", answer.ContentType);
        var json = answer.Json;
        Assert.Equal(
            ["created", "background", "output_format", "size", "quality", "data", "usage"],
            json.Select(member => member.Key)
        );
        Assert.Equal("opaque", (string)json["background"]!);
        Assert.Equal("1536x1024", (string)json["size"]!);
        Assert.Equal("high", (string)json["quality"]!);
        // 17 characters are 5 tokens; 1353 is the sheet's figure for this model, size and quality.
        var expected = JsonNode.Parse(
            """
            {"total_tokens":2711,"input_tokens":5,"output_tokens":2706,
             "input_tokens_details":{"text_tokens":5,"image_tokens":0},
             "output_tokens_details":{"image_tokens":2706,"text_tokens":0}}
            """
        );
        Assert.True(JsonNode.DeepEquals(expected, json["usage"]), json["usage"]!.ToJsonString());
        var pictures = json["data"]!
            .AsArray()
            .Select(item => Convert.FromBase64String((string)item!["b64_json"]!))
            .ToList();
        Assert.All(pictures, picture => Assert.Equal((32, 21), Pixels.Size(picture)));
        Assert.Equal(pictures.Select(Pixels.Hash), bench.OpenAi.Pictures.Select(picture => picture.Sha256));
        Assert.NotEqual(pictures[0], pictures[1]);
        var bill = bench.OpenAi.Bill;
        Assert.Equal((5 * 5_000) + (2706 * 30_000), bill.NanoDollars);
        Assert.Equal(2711, bill.Units);
        Assert.Equal(2, bill.Pictures);
        Assert.Empty(bench.OpenAi.Violations);
    }

    [Fact]
    public async Task Generate_OnlyTheRequired_FillsInDefaults()
    {
        await using var bench = await TestBench.StartAsync();

        var answer = await bench.PostAsync(Path, new { model = "gpt-image-2", prompt = "fox" });

        Assert.Equal("1024x1024", (string)answer.Json["size"]!);
        Assert.Equal("png", (string)answer.Json["output_format"]!);
        Assert.Single(answer.Json["data"]!.AsArray());
        Assert.Equal(1756, (int)answer.Json["usage"]!["output_tokens"]!);
    }

    [Fact]
    public async Task Generate_AnyAnswer_CarriesTheHeadersOfTheSheet()
    {
        await using var bench = await TestBench.StartAsync();

        var answer = await bench.PostAsync(Path, new { model = "gpt-image-2", prompt = "fox" });

        string[] names =
        [
            "x-request-id",
            "openai-processing-ms",
            "x-ratelimit-limit-requests",
            "x-ratelimit-limit-tokens",
            "x-ratelimit-remaining-requests",
            "x-ratelimit-remaining-tokens",
            "x-ratelimit-reset-requests",
            "x-ratelimit-reset-tokens",
        ];
        Assert.All(names, name => Assert.True(answer.Headers.ContainsKey(name), name));
    }

    [Theory]
    [InlineData("gpt-image-1-mini", "low", "1024x1024", 625, 0)]
    [InlineData("gpt-image-1-mini", "high", "1024x1536", 6500, 0)]
    [InlineData("gpt-image-1.5", "medium", "1024x1024", 1063, 140)]
    [InlineData("gpt-image-2", "low", "1024x1024", 196, 0)]
    [InlineData("gpt-image-2", "high", "1024x1024", 7024, 0)]
    [InlineData("gpt-image-2", "high", "2048x1024", 14048, 0)]
    [InlineData("gpt-image-2.5-sunburst", "medium", "1024x1024", 439, 0)]
    [InlineData("gpt-image-2.5-sunburst", "xhigh", "1024x1024", 3122, 0)]
    [InlineData("gpt-image-2.5-flare", "max", "1024x1024", 7024, 0)]
    [InlineData("gpt-image-2.6-sunburst", "high", "3840x2160", 3337, 0)]
    public async Task Generate_OfAModel_UsesTheTokensOfTheTable(
        string model,
        string quality,
        string size,
        int image,
        int text
    )
    {
        await using var bench = await TestBench.StartAsync();

        var answer = await bench.PostAsync(
            Path,
            new
            {
                model,
                prompt = "fox",
                quality,
                size,
            }
        );

        var details = answer.Json["usage"]!["output_tokens_details"]!;
        Assert.Equal(image, (int)details["image_tokens"]!);
        Assert.Equal(text, (int)details["text_tokens"]!);
    }

    [Fact]
    public async Task Generate_Transparent_HasAnAlphaChannel()
    {
        await using var bench = await TestBench.StartAsync();

        var answer = await bench.PostAsync(
            Path,
            new
            {
                model = "gpt-image-2.5-flare",
                prompt = "fox",
                background = "transparent",
            }
        );

        var file = Convert.FromBase64String((string)answer.Json["data"]![0]!["b64_json"]!);
        Assert.True(Atelier.Emulators.Pictures.Png.ReadHeader(file)!.Value.Alpha);
    }

    [Fact]
    public async Task Generate_Svg_IsSvg()
    {
        await using var bench = await TestBench.StartAsync();

        var answer = await bench.PostAsync(
            Path,
            new
            {
                model = "gpt-image-2.6-flare",
                prompt = "fox",
                output_format = "svg",
            }
        );

        var file = Convert.FromBase64String((string)answer.Json["data"]![0]!["b64_json"]!);
        Assert.StartsWith("<svg ", System.Text.Encoding.UTF8.GetString(file), StringComparison.Ordinal);
        Assert.Equal(Pixels.Hash(file), bench.OpenAi.Pictures[0].Sha256);
    }

    [Fact]
    public async Task Generate_FlaggedWord_IsBlockedAndFree()
    {
        await using var bench = await TestBench.StartAsync();

        var answer = await bench.PostAsync(Path, new { model = "gpt-image-2", prompt = "a NUDE, with gore" });

        Assert.Equal(400, answer.Status);
        var error = answer.Json["error"]!;
        Assert.Equal("image_generation_user_error", (string)error["type"]!);
        Assert.Equal("moderation_blocked", (string)error["code"]!);
        Assert.Equal("input", (string)error["moderation_details"]!["moderation_stage"]!);
        Assert.Equal("sexual", (string)error["moderation_details"]!["categories"]![0]!);
        Assert.EndsWith(
            "safety_violations=[sexual, violence/graphic].",
            (string)error["message"]!,
            StringComparison.Ordinal
        );
        Assert.Contains(answer.Headers["x-request-id"], (string)error["message"]!, StringComparison.Ordinal);
        Assert.Empty(bench.OpenAi.Bill.Items);
        Assert.Empty(bench.OpenAi.Violations);
    }

    [Fact]
    public async Task Generate_Held_AnswersWhenTheWorkIsFinished()
    {
        await using var bench = await TestBench.StartAsync(new() { LongestEdge = 16, TaskDuration = null });

        var answer = bench.PostAsync(Path, new { model = "gpt-image-2", prompt = "fox" });
        await bench.OpenAi.WaitForCallsAsync(1, TestBench.Cancel);
        while (bench.OpenAi.RunningTasks == 0)
        {
            await Task.Yield();
        }

        Assert.False(answer.IsCompleted);
        Assert.Single(bench.OpenAi.Bill.Items);
        Assert.Equal(1, bench.OpenAi.FinishTasks());
        Assert.Equal(200, (await answer).Status);
    }
}
