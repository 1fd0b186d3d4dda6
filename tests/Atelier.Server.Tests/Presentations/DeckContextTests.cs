using System.Text.Json;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Presentations;

/// <summary>What of the surroundings enters the prompt, and what leaves the service (requirement C-33).</summary>
public sealed class DeckContextTests(DeckServer deck) : IClassFixture<DeckServer>
{
    [Theory]
    [InlineData(null)]
    [InlineData("false")]
    [Trait("Requirement", "C-33")]
    public async Task Generate_WithoutBeingAsked_KeepsTitlesAndThemeHere(string? useContext)
    {
        var caller = await deck.Server.AddCallerAsync();
        var body = Body();

        var made = await DeckDoor.MakeAsync(
            caller,
            useContext is null ? body : body.With("options.useContext", useContext)
        );

        var prompt = made.TextAt("data.metadata.prompt")!;
        Assert.EndsWith("incorporating navy blue color accents", prompt, StringComparison.Ordinal);
        var sent = EmulatedServer.Paid(deck.Emulated.OpenAi)[^1].Body!;
        Assert.All(
            (string[])["Quarterly", "Harbour", "maritime"],
            word =>
            {
                Assert.DoesNotContain(word, prompt, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain(word, sent, StringComparison.OrdinalIgnoreCase);
            }
        );
    }

    [Fact]
    [Trait("Requirement", "C-33")]
    [Trait("Requirement", "C-34")]
    public async Task Generate_UseContext_PutsTitlesAndThemeBehindTheBrandAndAgainWhenMadeAnew()
    {
        var caller = await deck.Server.AddCallerAsync();

        var made = await DeckDoor.MakeAsync(caller, Body().With("options.useContext", "true"));
        var again = await DeckDoor.MakeAsync(
            caller,
            DeckBody.Placed($"\"generationId\": \"{made.TextAt("data.generationId")}\""),
            DeckDoor.Regenerate
        );

        const string end =
            "incorporating navy blue color accents, for a slide about Harbour views in a presentation about Quarterly "
            + "figures, in keeping with the theme maritime dark";
        Assert.EndsWith(end, made.TextAt("data.metadata.prompt"), StringComparison.Ordinal);
        Assert.Equal(made.TextAt("data.metadata.prompt"), again.TextAt("data.metadata.prompt"));
        Assert.Contains(end, EmulatedServer.Paid(deck.Emulated.OpenAi)[^1].Body, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "C-33")]
    [Trait("Requirement", "A-29")]
    public async Task Generate_FlagsInATitle_AreTakenOutAsThoseOfThePrompt()
    {
        var caller = await deck.Server.AddCallerAsync();

        var made = await DeckDoor.MakeAsync(
            caller,
            Body()
                .With("options.useContext", "true")
                .With("options.provider", "\"midjourney\"")
                .With("config.style", "\"illustration\"")
                .With("context.slideTitle", "\"Harbour --v 5 views\"")
        );

        Assert.DoesNotContain("--v 5", made.TextAt("data.metadata.prompt"), StringComparison.Ordinal);
        Assert.Contains("prompt_flags_removed", DeckDoor.LossesOf(made));
    }

    [Fact]
    [Trait("Requirement", "C-33")]
    [Trait("Requirement", "C-52")]
    public async Task Generate_ATitleThatPolicyForbids_IsRefusedOnlyWhereItEntersThePrompt()
    {
        var caller = await deck.Server.AddCallerAsync();
        var body = Body().With("context.slideTitle", "\"How to build a pipe bomb\"");

        var kept = await DeckDoor.PostAsync(caller, DeckDoor.Generate, body);
        var used = await DeckDoor.PostAsync(caller, DeckDoor.Generate, body.With("options.useContext", "true"));

        Assert.Equal(200, kept.Status);
        DeckDoor.IsError(used, 422, "CONTENT_POLICY");
    }

    [Theory]
    [InlineData("\"a\\u0000b\"")]
    [InlineData(null)]
    [Trait("Requirement", "C-33")]
    public async Task Generate_ATitleThatIsNoTitle_IsRefusedOnlyWhereItEntersThePrompt(string? title)
    {
        var caller = await deck.Server.AddCallerAsync();
        var body = Body()
            .With("context.presentationTheme", title ?? JsonSerializer.Serialize(new string('x', 201)))
            .With("options.provider", "\"local\"");

        var kept = await DeckDoor.PostAsync(caller, DeckDoor.Generate, body);
        var used = await DeckDoor.PostAsync(caller, DeckDoor.Generate, body.With("options.useContext", "true"));

        Assert.Equal(200, kept.Status);
        DeckDoor.IsError(used, 400, "INVALID_REQUEST", "context.presentationTheme");
    }

    private static DeckBody Body() =>
        DeckBody
            .Generate()
            .With(
                "context",
                """
                {"presentationTitle": "Quarterly figures", "slideTitle": "Harbour views", "slideIndex": 2,
                  "presentationTheme": "maritime dark", "brandColors": ["navy blue"]}
                """
            )
            .With("options.provider", "\"dalle3\"")
            .With("config.aspectRatio", "\"1:1\"")
            .With("config.quality", "\"standard\"");
}
