using System.Text.Json;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Presentations;

/// <summary>Pictures of a deck whose look a new one should have (requirement C-02).</summary>
public sealed class DeckReferenceTests(DeckServer deck) : IClassFixture<DeckServer>
{
    [Fact]
    [Trait("Requirement", "C-02")]
    public async Task Generate_OwnPicturesByIdAndAddress_GoToAModelThatTakesThem()
    {
        var (caller, image) = await deck.SharedAsync();
        var other = await DeckServer.MakeAsync(caller);
        var address = other.At("data.images")[0].GetProperty("url").GetString()!;

        var answer = await DeckDoor.MakeAsync(caller, Body("dalle3", image, address, image));

        Assert.DoesNotContain("references_dropped", DeckDoor.LossesOf(answer));
        var call = EmulatedServer.Paid(deck.Emulated.OpenAi)[^1];
        Assert.Equal("edits", call.Operation);
        Assert.Equal(200, call.Status);
    }

    [Fact]
    [Trait("Requirement", "A-24")]
    [Trait("Requirement", "C-02")]
    public async Task Generate_OwnPictureWithoutAModel_PassesOverTheStylesBestThatTakesNone()
    {
        var (caller, image) = await deck.SharedAsync();

        var without = await DeckDoor.MakeAsync(caller, Body("auto").With("config.style", "\"illustration\""));
        var answer = await DeckDoor.MakeAsync(caller, Body("auto", image).With("config.style", "\"illustration\""));

        Assert.Equal("midjourney", without.TextAt("data.metadata.provider"));
        Assert.Equal("dalle3", answer.TextAt("data.metadata.provider"));
        Assert.DoesNotContain("references_dropped", DeckDoor.LossesOf(answer));
    }

    [Fact]
    [Trait("Requirement", "C-02")]
    public async Task Generate_PicturesThatAreLost_AreDeclaredAndStrictRefuses()
    {
        var (caller, image) = await deck.SharedAsync();
        var stranger = await deck.Server.AddCallerAsync();

        var elsewhere = await DeckDoor.MakeAsync(caller, Body("dalle3", image, "https://example.com/a.png"));
        var foreign = await DeckDoor.MakeAsync(stranger, Body("dalle3", image));
        var painter = await DeckDoor.MakeAsync(caller, Body("local", image));
        var strict = await DeckDoor.PostAsync(
            caller,
            DeckDoor.Generate,
            Body("dalle3", "https://example.com/a.png").With("options.fallback", "\"strict\"")
        );

        Assert.All(
            new[] { elsewhere, foreign, painter },
            answer => Assert.Contains("references_dropped", DeckDoor.LossesOf(answer))
        );
        DeckDoor.IsError(strict, 400, "INVALID_REQUEST", "options.fallback");
    }

    [Fact]
    [Trait("Requirement", "C-02")]
    public async Task Generate_TwentyOnePictures_AreTooMany()
    {
        var (caller, image) = await deck.SharedAsync();

        var answer = await DeckDoor.PostAsync(
            caller,
            DeckDoor.Generate,
            Body("dalle3", [.. Enumerable.Repeat(image, 21)])
        );

        DeckDoor.IsError(answer, 400, "INVALID_REQUEST", "context.existingImages");
    }

    private static DeckBody Body(string provider, params string[] images) =>
        DeckBody
            .Generate()
            .With("options.provider", $"\"{provider}\"")
            .With("config.aspectRatio", provider == "local" ? "\"custom\"" : "\"1:1\"")
            .With("config.quality", provider == "local" ? "\"draft\"" : "\"standard\"")
            .With("context.existingImages", JsonSerializer.Serialize(images));
}
