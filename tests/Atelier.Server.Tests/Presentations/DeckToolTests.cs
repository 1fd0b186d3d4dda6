using System.Runtime.InteropServices;
using Atelier.Imaging.Neural;
using Atelier.Imaging.Vips;
using Atelier.Server.Tests.Progress;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Presentations;

/// <summary>What is done here, without any provider, as the presentation doors and the stream of progress tell it.</summary>
public sealed class DeckToolTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    [Trait("Requirement", "C-67")]
    public async Task Upscale_DoneHere_TellsTheRowOfUpscalingOnceAndInItsPlace()
    {
        var caller = await server.AddCallerAsync();
        var source = DeckDoor.ImageOf(await DeckServer.MakeAsync(caller));
        using var watcher = await Watcher.OpenAsync(server, caller);
        await watcher.ReadyAsync();

        var answer = await DeckDoor.MakeAsync(
            caller,
            DeckBody.Placed($"\"imageId\": \"{source}\", \"targetQuality\": \"standard\""),
            DeckDoor.Upscale
        );

        var told = await watcher.ReadToEndOfAsync(Guid.Parse(answer.TextAt("data.generationId")!));
        Assert.Equal(
            [
                (0, "queued", "prompt_processing"),
                (10, "processing", "prompt_processing"),
                (20, "generating", "model_inference"),
                (75, "generating", "upscaling"),
                (80, "post_processing", "optimization"),
                (90, "uploading", "storage"),
                (100, "complete", "storage"),
            ],
            told.Where(message => !message.IsTick)
                .Select(message => (message.Progress, message.Status, message.Stage!))
                .Distinct()
        );
        // Only what is enlarged here has that row.
        using var other = await Watcher.OpenAsync(server, caller);
        await other.ReadyAsync();
        var made = await DeckServer.MakeAsync(caller);
        Assert.DoesNotContain(
            await other.ReadToEndOfAsync(Guid.Parse(made.TextAt("data.generationId")!)),
            message => message.Stage == "upscaling"
        );
    }

    [Theory]
    [InlineData(null, "png")]
    [InlineData("webp", "webp")]
    [Trait("Requirement", "C-39")]
    public async Task RemoveBackground_DoneHere_HasAlphaInTheFormatThatWasAskedFor(string? asked, string format)
    {
        var caller = await server.AddCallerAsync();
        var source = DeckDoor.ImageOf(
            await DeckDoor.MakeAsync(
                caller,
                DeckBody.Generate().With("options.provider", "\"local\"").With("prompt", "\"a red fox in a meadow\"")
            )
        );
        var body = DeckBody.Placed($"\"imageId\": \"{source}\"");

        var answer = await DeckDoor.PostAsync(
            caller,
            DeckDoor.Cut,
            asked is null ? body : body.With("options.outputFormat", $"\"{asked}\"")
        );

        if (answer.Status == 502)
        {
            // Without the network only plain backgrounds can be told, and a meadow is none.
            Assert.Null(
                NeuralFiles.Find(new VipsOptions(), AppContext.BaseDirectory, RuntimeInformation.ProcessArchitecture)
            );
            return;
        }

        Assert.True(answer.Status == 200, answer.Text);
        var image = answer.At("data.images")[0];
        Assert.Equal(format, image.GetProperty("format").GetString());
        var file = await server.Nobody().GetAsync(image.GetProperty("url").GetString()!);
        Assert.Equal(($"image/{format}", format), (file.Header("Content-Type"), ServedPixels.Format(file.Bytes)));
        var pixels = ServedPixels.Read(file.Bytes);
        Assert.Equal(4, pixels.Bands);
        var alphas = pixels.Pixels.Where((_, at) => at % 4 == 3).ToList();
        Assert.Contains(alphas, alpha => alpha < 16);
        Assert.Contains(alphas, alpha => alpha > 240);
    }
}
