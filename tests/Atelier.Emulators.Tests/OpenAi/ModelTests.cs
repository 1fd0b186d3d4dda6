using Atelier.Emulators.Tests.Serving;

namespace Atelier.Emulators.Tests.OpenAi;

public sealed class ModelTests
{
    [Fact]
    public async Task GetModels_InNovember2026_ListsTheLivingOnesWithTheirEnd()
    {
        await using var bench = await TestBench.StartAsync(new() { Time = new TestKit.Time.FakeTimeProvider() });

        var answer = await bench.GetAsync("/openai/v1/models");

        var models = answer.Json["data"]!.AsArray().ToDictionary(model => (string)model!["id"]!);
        Assert.Equal("list", (string)answer.Json["object"]!);
        Assert.Equal(12, models.Count);
        Assert.DoesNotContain("gpt-image-1", models.Keys);
        Assert.Equal("2026-12-01", (string?)models["gpt-image-1.5"]!["shutdown_date"]);
        Assert.Null((string?)models["gpt-image-2.6-flare"]!["shutdown_date"]);
        Assert.All(
            models.Values,
            model =>
                Assert.Equal(
                    ["id", "object", "created", "owned_by", "shutdown_date"],
                    model!.AsObject().Select(member => member.Key)
                )
        );
    }

    [Theory]
    [InlineData("gpt-image-2", 200)]
    [InlineData("gpt-image-1", 404)]
    public async Task GetModel_OneId_IsThereOrNot(string id, int status)
    {
        await using var bench = await TestBench.StartAsync();

        var answer = await bench.GetAsync($"/openai/v1/models/{id}");

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 200 ? null : "model_not_found", (string?)answer.Json["error"]?["code"]);
        Assert.Empty(bench.OpenAi.Violations);
    }

    [Fact]
    public async Task GetModels_NoKey_Is401()
    {
        await using var bench = await TestBench.StartAsync();

        Assert.Equal(401, (await bench.SendAsync(HttpMethod.Get, "/openai/v1/models", null, key: false)).Status);
    }
}
