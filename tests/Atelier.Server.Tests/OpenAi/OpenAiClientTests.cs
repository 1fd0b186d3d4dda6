using System.ClientModel;
using Atelier.Server.Tests.Serving;
using OpenAI;
using OpenAI.Images;

namespace Atelier.Server.Tests.OpenAi;

/// <summary>OpenAI's own .NET client, unchanged, against our doors.</summary>
public sealed class OpenAiClientTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GenerateImage_Bytes_GivesThePicture()
    {
        var images = (await ClientAsync()).GetImageClient("local-painter");

        GeneratedImage image = await images.GenerateImageAsync(
            Bodies.Prompt,
            new ImageGenerationOptions
            {
                Size = new GeneratedImageSize(64, 48),
                Quality = GeneratedImageQuality.High,
                ResponseFormat = GeneratedImageFormat.Bytes,
                EndUserId = "somebody",
            },
            Cancel
        );

        Assert.Equal(new PictureFile("png", 64, 48), PictureFile.Read(image.ImageBytes.ToArray()));
        Assert.Null(image.ImageUri);
    }

    [Fact]
    public async Task GenerateImage_Uri_WorksWithoutKey()
    {
        var images = (await ClientAsync()).GetImageClient("local-painter");

        GeneratedImage image = await images.GenerateImageAsync(
            Bodies.Prompt,
            new ImageGenerationOptions
            {
                Size = new GeneratedImageSize(64, 48),
                ResponseFormat = GeneratedImageFormat.Uri,
            },
            Cancel
        );

        var picture = await server.Nobody().GetAsync(image.ImageUri.ToString());
        Assert.Equal("64x48", PictureFile.Read(picture.Bytes).Size);
    }

    [Fact]
    public async Task GenerateImages_Three_AreThreeDifferentOnes()
    {
        var images = (await ClientAsync()).GetImageClient("local-painter");

        GeneratedImageCollection collection = await images.GenerateImagesAsync(
            Bodies.Prompt,
            3,
            new ImageGenerationOptions { Size = new GeneratedImageSize(64, 48) },
            Cancel
        );

        Assert.Equal(
            3,
            collection.Select(image => PictureFile.PixelHash(image.ImageBytes.ToArray())).Distinct().Count()
        );
        Assert.True(collection.CreatedAt > DateTimeOffset.UnixEpoch.AddYears(50));
    }

    [Fact]
    public async Task GetModels_Always_ListsTheCatalogue()
    {
        var models = (await ClientAsync()).GetOpenAIModelClient();

        var all = await models.GetModelsAsync(Cancel);
        var one = await models.GetModelAsync("local-painter", Cancel);

        Assert.Contains(all.Value, model => model.Id == "local-painter");
        Assert.Contains(all.Value, model => model.Id == "gpt-image-2.5-flare");
        Assert.Equal("local", one.Value.OwnedBy);
    }

    [Theory]
    [InlineData("atl_wrong", "local-painter", 401)]
    [InlineData(null, "dall-e-9", 404)]
    [InlineData(null, "gpt-image-1", 404)]
    public async Task GenerateImage_Refused_IsTheClientsOwnException(string? key, string model, int status)
    {
        var images = (await ClientAsync(key)).GetImageClient(model);

        var exception = await Assert.ThrowsAsync<ClientResultException>(() =>
            images.GenerateImageAsync(Bodies.Prompt, null, Cancel)
        );

        Assert.Equal(status, exception.Status);
    }

    [Fact]
    public async Task GenerateImage_WrongSize_SaysWhatIsAllowed()
    {
        var images = (await ClientAsync()).GetImageClient("local-painter");

        var exception = await Assert.ThrowsAsync<ClientResultException>(() =>
            images.GenerateImageAsync(
                Bodies.Prompt,
                new ImageGenerationOptions { Size = new GeneratedImageSize(5000, 5000) },
                Cancel
            )
        );

        Assert.Equal(400, exception.Status);
        Assert.Contains("3840x2160", exception.Message, StringComparison.Ordinal);
    }

    private async Task<OpenAIClient> ClientAsync(string? key = null)
    {
        key ??= (await server.AddCallerAsync()).Key;
        return new OpenAIClient(
            new ApiKeyCredential(key),
            new OpenAIClientOptions { Endpoint = new Uri(server.Url, "/v1") }
        );
    }
}
