using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.OpenAi;

public sealed class ModelTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task List_AllModels_StandWithStateAndAvailability()
    {
        var caller = await server.AddCallerAsync();

        var answer = await caller.GetAsync("/v1/models");

        Assert.Equal(200, answer.Status);
        Assert.Equal("list", answer.TextAt("object"));
        var models = answer.At("data").EnumerateArray().ToDictionary(model => model.GetProperty("id").GetString()!);
        Assert.All(models.Values, model => Assert.Equal("model", model.GetProperty("object").GetString()));
        Assert.All(models.Values, model => Assert.True(model.GetProperty("created").GetInt64() > 0));
        Assert.True(models["local-painter"].GetProperty("available").GetBoolean());
        Assert.Equal("local", models["local-painter"].GetProperty("owned_by").GetString());
        Assert.False(models["gpt-image-1"].GetProperty("available").GetBoolean());
        Assert.Equal("retired", models["gpt-image-1"].GetProperty("state").GetString());
        Assert.Equal("gpt-image-2.5-sunburst", models["gpt-image-1"].GetProperty("successor").GetString());
        Assert.False(models["gpt-image-2.5-flare"].GetProperty("available").GetBoolean());
    }

    [Theory]
    [InlineData("local-painter", "local-painter")]
    [InlineData("dall-e-3", "gpt-image-2.5-flare")]
    public async Task Get_IdOrAlias_GivesTheModel(string asked, string id)
    {
        var caller = await server.AddCallerAsync();

        var answer = await caller.GetAsync($"/v1/models/{asked}");

        Assert.Equal(200, answer.Status);
        Assert.Equal(id, answer.TextAt("id"));
    }

    [Theory]
    [InlineData("dall-e-9")]
    [InlineData("%20")]
    [InlineData("..%2F..%2Fetc%2Fpasswd")]
    [InlineData("local-paintr")]
    public async Task Get_Unknown_Is404ThatListsTheModels(string id)
    {
        var caller = await server.AddCallerAsync();

        var answer = await caller.GetAsync($"/v1/models/{id}");

        Refusal.IsOpenAi(answer, 404, "model_not_found", "model");
        Assert.Contains("local-painter", answer.TextAt("error.message"), StringComparison.Ordinal);
    }
}
