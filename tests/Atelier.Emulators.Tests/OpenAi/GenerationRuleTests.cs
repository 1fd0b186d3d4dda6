using System.Text;
using System.Text.Json.Nodes;
using Atelier.Emulators.Tests.Serving;

namespace Atelier.Emulators.Tests.OpenAi;

/// <summary>Every rule of the validator for generations: one wrong member, the provider's error, a violation.</summary>
public sealed class GenerationRuleTests(SharedBench shared) : IClassFixture<SharedBench>
{
    private const string Path = "/openai/v1/images/generations";

    [Theory]
    [InlineData("prompt", """{"prompt":null}""")]
    [InlineData("prompt", """{"prompt":""}""")]
    [InlineData("prompt", """{"prompt":7}""")]
    [InlineData("model", """{"model":null}""")]
    [InlineData("model", """{"model":1}""")]
    [InlineData("n", """{"n":0}""")]
    [InlineData("n", """{"n":11}""")]
    [InlineData("n", """{"n":"2"}""")]
    [InlineData("n", """{"n":1.5}""")]
    [InlineData("size", """{"size":"1000x1000"}""")]
    [InlineData("size", """{"size":"3856x1024"}""")]
    [InlineData("size", """{"size":"2048x512"}""")]
    [InlineData("size", """{"size":"768x768"}""")]
    [InlineData("size", """{"size":"3840x3840"}""")]
    [InlineData("size", """{"size":"big"}""")]
    [InlineData("size", """{"size":"-1024x-1024"}""")]
    [InlineData("size", """{"size":1024}""")]
    [InlineData("size", """{"model":"gpt-image-1.5","size":"2048x1024"}""")]
    [InlineData("quality", """{"quality":"hd"}""")]
    [InlineData("quality", """{"model":"gpt-image-2","quality":"xhigh"}""")]
    [InlineData("background", """{"background":"blue"}""")]
    [InlineData("background", """{"background":"transparent","output_format":"jpeg"}""")]
    [InlineData("output_format", """{"output_format":"bmp"}""")]
    [InlineData("output_format", """{"model":"gpt-image-2.5-flare","output_format":"svg"}""")]
    [InlineData("output_format", """{"output_format":"gif","frame_count":4,"frame_duration_ms":20}""")]
    [InlineData("frame_count", """{"frame_count":4}""")]
    [InlineData("frame_count", """{"output_format":"gif","frame_count":17}""")]
    [InlineData("frame_duration_ms", """{"output_format":"gif","frame_duration_ms":19}""")]
    [InlineData("output_compression", """{"output_format":"webp","output_compression":101}""")]
    [InlineData("output_compression", """{"output_compression":50}""")]
    [InlineData("moderation", """{"moderation":"none"}""")]
    [InlineData("stream", """{"stream":"true"}""")]
    [InlineData("partial_images", """{"stream":true,"partial_images":4}""")]
    [InlineData("partial_images", """{"partial_images":1}""")]
    [InlineData("user", """{"user":1}""")]
    [InlineData("complexity", """{"complexity":"huge"}""")]
    [InlineData("complexity", """{"model":"gpt-image-2","complexity":"low"}""")]
    [InlineData("response_format", """{"response_format":"b64_json"}""")]
    [InlineData("style", """{"style":"vivid"}""")]
    [InlineData("seed", """{"seed":1}""")]
    public async Task Generate_OneWrongMember_IsRefusedAndNoted(string field, string change)
    {
        var bench = shared.Fresh();
        var body = new JsonObject { ["model"] = "gpt-image-2.6-flare", ["prompt"] = "fox" };
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
        {
            body[name] = value?.DeepClone();
        }

        var answer = await bench.PostAsync(Path, body.ToJsonString());

        Assert.Equal(400, answer.Status);
        var error = answer.Json["error"]!.AsObject();
        Assert.Equal(["message", "type", "param", "code"], error.Select(member => member.Key));
        Assert.Equal("invalid_request_error", (string)error["type"]!);
        Assert.Contains(bench.OpenAi.Violations, violation => violation.Field == field && violation.Call == 1);
        Assert.Empty(bench.OpenAi.Bill.Items);
    }

    [Fact]
    public async Task Generate_PromptTooLong_IsRefused()
    {
        var bench = shared.Fresh();

        var most = await bench.PostAsync(Path, new { model = "gpt-image-2", prompt = new string('a', 32_000) });
        var more = await bench.PostAsync(Path, new { model = "gpt-image-2", prompt = new string('a', 32_001) });

        Assert.Equal((200, 400), (most.Status, more.Status));
        Assert.Equal("prompt", (string)more.Json["error"]!["param"]!);
    }

    [Theory]
    [InlineData("dall-e-3", "2026-11-20", 404)]
    [InlineData("gpt-image-1", "2026-11-20", 404)]
    [InlineData("gpt-image-1.5", "2026-11-30", 200)]
    [InlineData("gpt-image-1.5", "2026-12-01", 404)]
    [InlineData("gpt-image-9", "2026-11-20", 404)]
    public async Task Generate_ByDate_KnowsWhichModelsLive(string model, string date, int status)
    {
        var time = new TestKit.Time.FakeTimeProvider(DateTimeOffset.Parse(date + "T12:00Z", null));
        await using var bench = await TestBench.StartAsync(new() { Time = time, LongestEdge = 16 });

        var answer = await bench.PostAsync(Path, new { model, prompt = "fox" });

        Assert.Equal(status, answer.Status);
        if (status == 404)
        {
            Assert.Equal("model_not_found", (string)answer.Json["error"]!["code"]!);
        }
    }

    [Theory]
    [InlineData("text/plain", """{"model":"gpt-image-2","prompt":"fox"}""")]
    [InlineData("application/json", "{")]
    [InlineData("application/json", "[]")]
    [InlineData("application/json", """{"model":"gpt-image-2","prompt":"fox","prompt":"cat"}""")]
    public async Task Generate_NoJsonObject_IsRefusedAndNoted(string type, string body)
    {
        var bench = shared.Fresh();

        var answer = await bench.SendAsync(HttpMethod.Post, Path, new StringContent(body, Encoding.UTF8, type));

        Assert.Equal(400, answer.Status);
        Assert.Equal("", Assert.Single(bench.OpenAi.Violations).Field);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("Basic", "sk-test")]
    [InlineData("Bearer", "sk-other")]
    public async Task Generate_WrongKey_Is401AndNoted(string? scheme, string? key)
    {
        await using var bench = await TestBench.StartAsync(new() { Key = "sk-right" });
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = scheme is null ? null : new(scheme, key);

        using var response = await client.PostAsync(
            new Uri(bench.Emulator.Url, Path),
            new StringContent("""{"model":"gpt-image-2","prompt":"fox"}""", Encoding.UTF8, "application/json"),
            TestBench.Cancel
        );

        var answer = await Answer.ReadAsync(response, TestBench.Cancel);
        Assert.Equal(401, answer.Status);
        Assert.Equal("invalid_api_key", (string)answer.Json["error"]!["code"]!);
        Assert.Equal("Authorization", Assert.Single(bench.OpenAi.Violations).Field);
        Assert.DoesNotContain(
            "sk-other",
            string.Join(' ', bench.OpenAi.Calls[0].Headers.Values),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("POST", "/openai/v1/images/variations")]
    [InlineData("GET", "/openai/v1/images/generations")]
    [InlineData("POST", "/openai/images/generations")]
    public async Task AnyCall_UnknownRoute_Is404AndNoted(string method, string path)
    {
        var bench = shared.Fresh();

        var answer = await bench.SendAsync(new HttpMethod(method), path, null);

        Assert.Equal(404, answer.Status);
        Assert.NotNull(answer.Json["error"]!["message"]);
        Assert.Single(bench.OpenAi.Violations);
    }
}
