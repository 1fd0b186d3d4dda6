using System.ClientModel;
using System.ClientModel.Primitives;
using Atelier.Emulators.Faults;
using Atelier.Emulators.Pictures;
using Atelier.Emulators.Tests.Serving;
using OpenAI;
using OpenAI.Images;

namespace Atelier.Emulators.Tests.OpenAi;

/// <summary>OpenAI's own .NET client, unchanged, against the emulated wire.</summary>
public sealed class OpenAiClientTests
{
    [Fact]
    public async Task GenerateImages_Two_AreTheOnesRemembered()
    {
        await using var bench = await TestBench.StartAsync();
        var images = Client(bench).GetImageClient("gpt-image-2");

        GeneratedImageCollection made = await images.GenerateImagesAsync(
            "a red fox",
            2,
            new ImageGenerationOptions { Size = GeneratedImageSize.W1024xH1024, EndUserId = "somebody" },
            TestBench.Cancel
        );

        Assert.Equal(
            bench.OpenAi.Pictures.Select(picture => picture.Sha256),
            made.Select(image => Pixels.Hash(image.ImageBytes.ToArray()))
        );
        Assert.Empty(bench.OpenAi.Violations);
    }

    [Fact]
    public async Task GenerateImageEdit_FromAStream_IsTakenAsItIsSent()
    {
        await using var bench = await TestBench.StartAsync();
        var images = Client(bench).GetImageClient("gpt-image-2");
        using var picture = new MemoryStream(EmulatedPicture.Paint("in", "0", 32, 32));

        GeneratedImage made = await images.GenerateImageEditAsync(
            picture,
            "in.png",
            "make it blue",
            new ImageEditOptions { Size = GeneratedImageSize.W1024xH1024 },
            TestBench.Cancel
        );

        Assert.Equal((32, 32), Pixels.Size(made.ImageBytes.ToArray()));
        Assert.Empty(bench.OpenAi.Violations);
        Assert.Equal("make it blue", bench.OpenAi.Calls[0].Parts.Single(part => part.Name == "prompt").Text);
    }

    [Fact]
    public async Task GetModels_Always_ListsTheLivingOnes()
    {
        await using var bench = await TestBench.StartAsync();
        var models = Client(bench).GetOpenAIModelClient();

        var all = await models.GetModelsAsync(TestBench.Cancel);
        var one = await models.GetModelAsync("gpt-image-2.6-flare", TestBench.Cancel);

        Assert.Contains(all.Value, model => model.Id == "gpt-image-2.5-sunburst");
        Assert.Equal("gpt-image-2.6-flare", one.Value.Id);
    }

    [Fact]
    public async Task ClassifyText_FlaggedWord_IsFlagged()
    {
        await using var bench = await TestBench.StartAsync();
        var moderation = Client(bench).GetModerationClient("omni-moderation-latest");

        var result = await moderation.ClassifyTextAsync("a murder", TestBench.Cancel);

        Assert.True(result.Value.Flagged);
        Assert.True(result.Value.Violence.Flagged);
        Assert.False(result.Value.Sexual.Flagged);
        Assert.Empty(bench.OpenAi.Violations);
    }

    [Fact]
    public async Task GenerateImage_CutAfterCreating_IsRetriedAndBilledTwice()
    {
        await using var bench = await TestBench.StartAsync();
        bench.OpenAi.AddFaults(new FaultRule { Action = FaultAction.CutAfter });
        var images = Client(bench, retries: 1).GetImageClient("gpt-image-2");

        await images.GenerateImageAsync("fox", null, TestBench.Cancel);

        Assert.Equal(2, bench.OpenAi.Bill.Items.Count);
    }

    [Fact]
    public async Task GenerateImage_Refused_IsTheClientsOwnException()
    {
        await using var bench = await TestBench.StartAsync();
        var images = Client(bench).GetImageClient("dall-e-3");

        var exception = await Assert.ThrowsAsync<ClientResultException>(() =>
            images.GenerateImageAsync("fox", null, TestBench.Cancel)
        );

        Assert.Equal(404, exception.Status);
    }

    private static OpenAIClient Client(TestBench bench, int retries = 0) =>
        new(
            new ApiKeyCredential("sk-test"),
            new OpenAIClientOptions
            {
                Endpoint = new Uri($"{bench.OpenAi.BaseUrl}/v1"),
                RetryPolicy = new ClientRetryPolicy(retries),
            }
        );
}
