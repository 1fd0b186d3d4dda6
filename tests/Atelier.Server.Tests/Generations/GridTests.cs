using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Generations;

public sealed class GridTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData(8, 5, "draft", 512, 320)]
    [InlineData(3, 8, "draft", 192, 512)]
    [InlineData(12, 1, "draft", 512, 43)]
    [Trait("Requirement", "C-25")]
    public async Task Create_ElementOfAGrid_HasExactlyItsPixels(
        int across,
        int down,
        string quality,
        int width,
        int height
    )
    {
        var caller = await server.AddCallerAsync();

        var made = await caller.GenerateAsync(
            Bodies.With(
                $"\"aspect_ratio\": \"custom\", \"grid_width\": {across}, \"grid_height\": {down}, \"quality\": \"{quality}\""
            )
        );

        var image = made.At("images")[0];
        Assert.Equal((width, height), (image.GetProperty("width").GetInt32(), image.GetProperty("height").GetInt32()));
    }

    [Theory]
    [InlineData("\"aspect_ratio\": \"5:4\"")]
    [InlineData("\"quality\": \"best\"")]
    [InlineData("\"aspect_ratio\": \"custom\", \"grid_width\": 13, \"grid_height\": 1")]
    [InlineData("\"aspect_ratio\": \"custom\", \"grid_width\": 1, \"grid_height\": 9")]
    [InlineData("\"aspect_ratio\": \"custom\", \"grid_width\": 0, \"grid_height\": 1")]
    [Trait("Requirement", "C-27")]
    public async Task Create_NoSuchSize_IsRefusedBeforeCreditsAreTouched(string fields)
    {
        var caller = await server.AddCallerAsync(credits: 5);

        var answer = await caller.PostAsync("/v1/generations", Bodies.With(fields));

        Assert.Equal((400, "invalid_dimensions"), (answer.Status, answer.TextAt("code")));
        Assert.False(answer.At("retryable").GetBoolean());
        Assert.Equal(5000, await caller.BalanceAsync());
    }
}
