using Atelier.Server.Tests.Photos;
using Atelier.Server.Tests.Presentations;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Renditions;

/// <summary>How pictures of the tools of our own, of the photo doors and of the presentation doors say that they came to be.</summary>
public sealed class LocalSourceTypeTests(PhotoServer photos) : IClassFixture<PhotoServer>
{
    private const string Composite = "compositeWithTrainedAlgorithmicMedia";
    private const string Algorithm = "algorithmicMedia";
    private const string Altered = "algorithmicallyEnhanced";

    [Fact]
    [Trait("Requirement", "C-62")]
    public async Task Get_EveryFileOfEveryToolOfOurs_PassesOnWhatItsSourceWas()
    {
        using var folder = new SourceTypeFolder();
        var caller = await photos.Server.AddCallerAsync();
        var source = IdOf(
            await caller.GenerateAsync(
                """{"prompt": "a red fox in a meadow", "model": "local-painter", "size": "320x240", "style": "photo"}"""
            )
        );
        var mask = IdOf(await caller.GenerateAsync(Bodies.Small("\"model\": \"local-painter\"")));

        await ChangeAsync(Algorithm);
        // As if the caller had brought it.
        await photos.Server.House.ExecuteAsync(
            "UPDATE images SET provider = 'upload' WHERE id = @id",
            new { id = Guid.Parse(source) }
        );
        await ChangeAsync(Altered);

        var read = await folder.ReadAsync();
        Assert.All(
            read,
            file => Assert.DoesNotContain(file.Value.Keys, name => name.Contains("AISystem", StringComparison.Ordinal))
        );

        async Task ChangeAsync(string sourceType)
        {
            foreach (
                var (operation, more) in new[]
                {
                    ("upscale", ""),
                    ("variation", ""),
                    ("outpaint", ", \"extend\": {\"left\": 32}"),
                    ("inpaint", $", \"prompt\": \"a boat\", \"mask\": \"{mask}\""),
                    ("remove_background", ""),
                }
            )
            {
                var changed = await caller.EndOfAsync(
                    await caller.StartAsync(
                        $$"""{"operation": "{{operation}}", "model": "local-tools", "image": "{{source}}"{{more}}}"""
                    )
                );
                // Without the network only plain backgrounds can be told, and a meadow is none.
                if (
                    operation != "remove_background"
                    || !changed.Text.Contains("plain_background_method", StringComparison.Ordinal)
                )
                {
                    Assert.True(changed.TextAt("state") == "complete", changed.Text);
                    await folder.KeepAsync(caller, changed, sourceType, operation);
                }
            }
        }
    }

    [Fact]
    [Trait("Requirement", "C-62")]
    public async Task Get_EveryFileOfThePhotoAndPresentationDoors_SaysWhatMadeIt()
    {
        using var folder = new SourceTypeFolder();
        var caller = await photos.Server.AddCallerAsync();
        var session = await photos.UploadAsync(caller);
        var started = await caller.PostAsync(PhotoServer.Generate, PhotoServer.Body(session, "\"style\": \"ghibli\""));
        var ended = await PhotoServer.EndOfAsync(caller, started.Header("Location")!);
        Assert.True(ended.TextAt("status") == "completed", ended.Text);
        var output = await photos.Server.House.ScalarAsync<Guid>(
            "SELECT id FROM images WHERE session_id = @session AND generation_id IS NOT NULL",
            new { session }
        );
        var deck = await DeckServer.MakeAsync(caller);

        string[] variants = ["original", "optimized", "thumb-128", "thumb-256", "thumb-512"];
        await folder.KeepAsync(caller, [$"/api/files/{session}"], Composite, "photo_door");
        await folder.KeepAsync(
            caller,
            variants.Select(variant => $"/v1/images/{output}/{variant}"),
            Composite,
            "photo_output"
        );
        await folder.KeepAsync(caller, AnswerUrls.Of(deck).Distinct(), Algorithm, "presentation");
        await folder.KeepAsync(
            caller,
            variants.Select(variant => $"/v1/images/{DeckDoor.ImageOf(deck)}/{variant}"),
            Algorithm,
            "presentation_file"
        );

        await folder.ReadAsync();
    }

    private static string IdOf(Answer answer) => answer.At("images")[0].GetProperty("id").GetString()!;
}
