using Atelier.Emulators.Engine;
using Atelier.Server.Tests.Presentations;
using Atelier.Server.Tests.Providers;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Watermarks;

/// <summary>Providers that get the file itself get a free account's with its mark.</summary>
public sealed class MarkedWireTests(StabilityServer stability, DeckServer deck)
    : IClassFixture<StabilityServer>,
        IClassFixture<DeckServer>
{
    [Theory]
    [InlineData("\"operation\": \"upscale\", \"size\": \"2048x2048\"")]
    [InlineData("\"operation\": \"outpaint\", \"extend\": {\"left\": 100, \"top\": 28}")]
    [InlineData("\"operation\": \"remove_background\"")]
    [InlineData("\"operation\": \"variation\", \"model\": \"sdxl\", \"strength\": 0.4")]
    [Trait("Requirement", "B-44")]
    public async Task Change_AtAProvider_IsSentTheMarkedFileUntilTheAccountPays(string change)
    {
        var caller = await stability.Server.Server.AddCallerAsync(tier: "free");
        var made = await caller.GenerateAsync(
            """{"prompt": "a lake", "model": "sdxl", "size": "1024x1024", "fallback": "strict"}"""
        );
        var body = $$"""{{{change}}, "image": "{{made.At("images")[0].GetProperty("id")}}"}""";

        var asFree = await SentAsync(caller, body);
        var again = await SentAsync(caller, body);
        await stability.Server.Server.House.ExecuteAsync(
            "UPDATE accounts SET tier = 'paid' WHERE id = @AccountId",
            new { caller.AccountId }
        );
        var asPaid = await SentAsync(caller, body);

        Assert.Equal(asFree, again);
        Assert.NotEqual(asFree, asPaid);
    }

    [Fact]
    [Trait("Requirement", "B-44")]
    [Trait("Requirement", "C-38")]
    public async Task Inpaint_AtAProvider_KeepsTheOldMarkOutsideTheMask()
    {
        var caller = await deck.Server.AddCallerAsync(tier: "free");
        var source = DeckDoor.ImageOf(await DeckServer.MakeAsync(caller));
        var mask = deck.Halves([255, 255, 255], [0, 0, 0]);

        var answer = await DeckDoor.MakeAsync(
            caller,
            DeckBody
                .Placed($"\"imageId\": \"{source}\"")
                .With("edit", $$"""{"type": "inpaint", "prompt": "a boat", "mask": "{{mask}}"}"""),
            DeckDoor.Edit
        );

        Assert.Equal("edits", EmulatedServer.Paid(deck.Emulated.OpenAi)[^1].Operation);
        var clean = ServedPixels.Read(await StoredFile.ReadAsync(deck.Server, Guid.Parse(source), "clean.png"));
        var shown = ServedPixels.Read((await caller.GetAsync($"/v1/images/{source}/original?format=png")).Bytes);
        // Before the new mark is drawn over the old one.
        var made = Guid.Parse(DeckDoor.ImageOf(answer));
        var unmarked = ServedPixels.Read(await StoredFile.ReadAsync(deck.Server, made, "clean.png"));
        Assert.Equal(0, ServedPixels.Difference(shown, unmarked, ^170.., ..));
        Assert.True(ServedPixels.Difference(clean, unmarked, ^170.., ^40..) > 1);
    }

    // The file that a change was sent, by its hash.
    private async Task<string> SentAsync(TestCaller caller, string body)
    {
        var before = EmulatedServer.Paid(stability.Wire).Count;
        Assert.Equal("stability", (await caller.GenerateAsync(body)).TextAt("provider"));
        ReceivedCall sent = Assert.Single(EmulatedServer.Paid(stability.Wire).Skip(before));
        return Assert.Single(sent.Parts, part => part.FileName is not null).Sha256;
    }
}
