using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Renditions;

/// <summary>Every file that a door gives says how its picture came to be, whatever was done and whoever did it.</summary>
public sealed class SourceTypeTests(EmulatedServer server) : IClassFixture<EmulatedServer>
{
    private const string Trained = "trainedAlgorithmicMedia";
    private const string Composite = "compositeWithTrainedAlgorithmicMedia";
    private const string Algorithm = "algorithmicMedia";
    private const string Altered = "algorithmicallyEnhanced";

    [Fact]
    [Trait("Requirement", "C-62")]
    public async Task Get_EveryFileOfEveryOperation_SaysWhatMadeItAndNothingElse()
    {
        using var folder = new SourceTypeFolder();
        var caller = await server.Server.AddCallerAsync();

        var painted = await caller.GenerateAsync(Bodies.Small("\"model\": \"local-painter\""));
        await folder.KeepAsync(caller, painted, Algorithm, "painter");
        await folder.KeepAsync(caller, await caller.GenerateAsync(Bodies.Flare()), Trained, "openai");
        var made = await server.MakeAtLegNextAsync(caller, Bodies.Midjourney());
        await folder.KeepAsync(caller, made, Trained, "midjourney");
        var image = made.At("images")[0].GetProperty("id").GetString();
        var mask = painted.At("images")[0].GetProperty("id").GetString();
        foreach (
            var (operation, more) in new[]
            {
                ("upscale", ""),
                ("variation", ", \"model\": \"midjourney\""),
                (
                    "outpaint",
                    ", \"model\": \"midjourney\", \"extend\": {\"left\": 256, \"right\": 256, \"top\": 256, \"bottom\": 256}"
                ),
                ("inpaint", $", \"model\": \"midjourney\", \"prompt\": \"a boat\", \"mask\": \"{mask}\""),
                ("remove_background", ""),
            }
        )
        {
            var changed = await server.MakeAtLegNextAsync(
                caller,
                $$"""{"operation": "{{operation}}", "image": "{{image}}"{{more}}}"""
            );
            await folder.KeepAsync(caller, changed, Composite, operation);
        }

        // A filter passes on what its picture was; only what a caller brought becomes something by it.
        await folder.KeepAsync(caller, await FilterAsync(caller, painted), Algorithm, "filter");
        var filtered = await FilterAsync(caller, made);
        await folder.KeepAsync(caller, filtered, Trained, "filter");
        await folder.KeepAsync(caller, await FilterAsync(caller, filtered), Trained, "filter_twice");
        await server.Server.House.ExecuteAsync(
            "UPDATE images SET provider = 'upload' WHERE id = @id",
            new { id = Guid.Parse(mask!) }
        );
        await folder.KeepAsync(caller, await FilterAsync(caller, painted), Altered, "filter");

        var read = await folder.ReadAsync();

        Assert.All(
            read,
            file =>
            {
                var tags = file.Value;
                Assert.DoesNotContain(tags.Keys, name => name.Contains("Prompt", StringComparison.Ordinal));
                Assert.True(
                    !file.Key.Contains(".filter", StringComparison.Ordinal)
                        || tags.Keys.All(name => !name.Contains("AISystem", StringComparison.Ordinal)),
                    "a filter is no AI system"
                );
                Assert.DoesNotContain(tags.Keys, name => name.StartsWith("GPS", StringComparison.Ordinal));
                Assert.DoesNotContain(tags.Keys, name => name.StartsWith("IFD0", StringComparison.Ordinal));
            }
        );
    }

    private static Task<Answer> FilterAsync(TestCaller caller, Answer of) =>
        caller.GenerateAsync(
            $$"""
            {"operation": "stylise", "model": "local-painter", "style": "oil", "image": "{{of.At("images")[
                0
            ].GetProperty("id")}}"}
            """
        );
}
