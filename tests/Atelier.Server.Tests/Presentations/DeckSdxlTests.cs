using Atelier.Server.Tests.Providers;

namespace Atelier.Server.Tests.Presentations;

/// <summary>What the presentation doors take for pictures of sdxl, where that is to be had.</summary>
public sealed class DeckSdxlTests(StabilityServer stability) : IClassFixture<StabilityServer>
{
    [Theory]
    [InlineData("draft", 240)]
    [InlineData("standard", 640)]
    [InlineData("high", 960)]
    [InlineData("ultra", 1440)]
    [Trait("Requirement", "C-51")]
    public async Task Generate_SdxlByQuality_HoldsThePriceOfTheTable(string quality, int thousandths)
    {
        var server = stability.Server.Server;
        await server.PauseAsync();
        var caller = await server.AddCallerAsync();
        var body = DeckBody
            .Generate()
            .With("options.provider", "\"sdxl\"")
            .With("config.aspectRatio", "\"1:1\"")
            .With("config.quality", $"\"{quality}\"");

        var first = await DeckDoor.PostAsync(caller, DeckDoor.Generate, body, ("Prefer", "respond-async"));
        var held = await caller.BalanceAsync();
        var again = await DeckDoor.PostAsync(
            caller,
            DeckDoor.Regenerate,
            DeckBody.Placed($"\"generationId\": \"{first.TextAt("data.generationId")}\""),
            ("Prefer", "respond-async")
        );

        Assert.Equal((202, 202), (first.Status, again.Status));
        Assert.Equal(100_000 - thousandths, held);
        Assert.Equal(100_000 - (2 * thousandths), await caller.BalanceAsync());
    }

    [Fact]
    [Trait("Requirement", "C-09")]
    [Trait("Requirement", "C-51")]
    public async Task Generate_Sdxl_SettlesThatPriceAndSaysWhoMadeIt()
    {
        var server = stability.Server.Server;
        await server.ResumeAsync();
        var caller = await server.AddCallerAsync();

        var made = await DeckDoor.MakeAsync(
            caller,
            DeckBody
                .Generate()
                .With("options.provider", "\"sdxl\"")
                .With("config.aspectRatio", "\"1:1\"")
                .With("config.quality", "\"standard\"")
        );

        Assert.Equal("sdxl", made.TextAt("data.metadata.provider"));
        Assert.Equal(0.64m, made.At("data.usage.creditsUsed").GetDecimal());
        Assert.Equal(99.36m, made.At("data.usage.creditsRemaining").GetDecimal());
        Assert.Equal(99_360, await caller.BalanceAsync());
    }
}
