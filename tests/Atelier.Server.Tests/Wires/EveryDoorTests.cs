using Atelier.Core.Catalogue;
using Atelier.Server.Tests.Photos;
using Atelier.Server.Tests.Presentations;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Wires;

/// <summary>The doors of photos and presentations run through every wire that can serve them; an account's rules say through which.</summary>
public sealed class EveryDoorTests(AllWires wires) : IClassFixture<AllWires>
{
    public static TheoryData<string> Providers => [.. AllWires.Ids];

    public static TheoryData<string> Enlarging => [.. Of(Capability.Upscaling)];

    public static TheoryData<string> Cutting => [.. Of(Capability.BackgroundRemoval)];

    public static TheoryData<string> Repainting => [.. Of(Capability.Inpainting)];

    public static TheoryData<string, string> Editing =>
        [
            .. Of(Capability.Outpainting).Select(provider => (provider, "outpaint")),
            .. Of(Capability.Variations).Select(provider => (provider, "variation")),
        ];

    [Theory]
    [MemberData(nameof(Providers))]
    [Trait("Requirement", "B-16")]
    [Trait("Requirement", "B-21")]
    [Trait("Requirement", "B-23")]
    [Trait("Requirement", "B-25")]
    [Trait("Requirement", "B-27")]
    public async Task Photo_AtThisProvider_IsRestyledThere(string provider)
    {
        var caller = await wires.AddCallerAsync(provider);
        var session = await PhotoServer.UploadAsync(wires.Server, caller);

        var address = await PhotoServer.StartAsync(caller, session, "\"style\": \"oil\"");
        var ended = await PhotoServer.EndOfAsync(caller, address);

        Assert.True(ended.TextAt("status") == "completed", ended.Text);
        await IsMadeThereAsync(caller, provider);
        Assert.True(ended.At("cost").GetDecimal() > 0, ended.Text);
        await Books.AreEvenAsync(wires.Emulated);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    [Trait("Requirement", "B-16")]
    [Trait("Requirement", "C-41")]
    public async Task Deck_Generate_IsMadeThere(string provider)
    {
        var caller = await wires.AddCallerAsync(provider);

        var body = DeckBody.Generate().With("config.style", "\"illustration\"");
        Assert.NotEmpty(DeckDoor.ImageOf(await DeckDoor.MakeAsync(caller, body)));

        await IsMadeThereAsync(caller, provider);
        await Books.AreEvenAsync(wires.Emulated);
    }

    [Theory]
    [MemberData(nameof(Repainting))]
    [Trait("Requirement", "C-37")]
    [Trait("Requirement", "C-38")]
    public Task Deck_Inpaint_IsMadeThere(string provider) => EditAsync(provider, "inpaint");

    [Theory]
    [MemberData(nameof(Editing))]
    [Trait("Category", "Long")]
    [Trait("Requirement", "C-37")]
    public Task Deck_OtherEdit_IsMadeThere(string provider, string type) => EditAsync(provider, type);

    [Theory]
    [MemberData(nameof(Enlarging))]
    [Trait("Requirement", "C-36")]
    public async Task Deck_Upscale_IsMadeThere(string provider)
    {
        var caller = await wires.AddCallerAsync(provider, "local");
        var image = await SourceAsync(caller, provider);

        await wires.SetRulesAsync(caller, provider);
        var body = DeckBody.Placed(
            $"\"imageId\": \"{image}\", \"targetQuality\": \"{(provider == "legnext" ? "high" : "standard")}\""
        );
        Assert.NotEmpty(DeckDoor.ImageOf(await DeckDoor.MakeAsync(caller, body, DeckDoor.Upscale)));

        await IsMadeThereAsync(caller, provider);
        await Books.AreEvenAsync(wires.Emulated);
    }

    [Theory]
    [MemberData(nameof(Cutting))]
    [Trait("Requirement", "C-39")]
    public async Task Deck_RemoveBackground_IsMadeThere(string provider)
    {
        var caller = await wires.AddCallerAsync(provider, "local");
        var image = await PaintedAsync(caller);

        await wires.SetRulesAsync(caller, provider);
        var body = DeckBody.Placed($"\"imageId\": \"{image}\"");
        Assert.NotEmpty(DeckDoor.ImageOf(await DeckDoor.MakeAsync(caller, body, DeckDoor.Cut)));

        await IsMadeThereAsync(caller, provider);
        await Books.AreEvenAsync(wires.Emulated);
    }

    private async Task EditAsync(string provider, string type)
    {
        var caller = await wires.AddCallerAsync(provider, "local");
        var image = await SourceAsync(caller, provider);
        var mask = type == "inpaint" ? $", \"mask\": \"{await MaskAsync(caller)}\"" : "";
        var extend =
            type != "outpaint" ? ""
            : provider == "legnext" ? """, "extend": {"left": 256, "right": 256, "top": 256, "bottom": 256}"""
            : """, "extend": {"left": 64, "right": 64}""";

        await wires.SetRulesAsync(caller, provider);
        var body = DeckBody.Placed(
            $$"""
            "imageId": "{{image}}", "edit": {"type": "{{type}}", "prompt": "a boat"{{mask}}{{extend}}}
            """
        );
        Assert.NotEmpty(DeckDoor.ImageOf(await DeckDoor.MakeAsync(caller, body, DeckDoor.Edit)));

        await IsMadeThereAsync(caller, provider);
        await Books.AreEvenAsync(wires.Emulated);
    }

    private static IEnumerable<string> Of(Capability capability) =>
        ShippedOffers
            .All.Where(offer => offer.Provider != "local" && offer.Capabilities.Contains(capability))
            .Select(offer => offer.Provider)
            .Distinct();

    // LegNext changes nothing but pictures of its own; all others make this size, and what grows from it.
    private static Task<string> SourceAsync(TestCaller caller, string provider) =>
        MakeAsync(
            caller,
            provider == "legnext" ? "midjourney-v7" : "local-painter",
            provider == "legnext" ? 1024 : 896
        );

    private static Task<string> PaintedAsync(TestCaller caller) => MakeAsync(caller, "local-painter", 256);

    private static async Task<string> MakeAsync(TestCaller caller, string model, int side)
    {
        var made = await caller.GenerateAsync(
            Bodies.With($"\"model\": \"{model}\", \"size\": \"{side}x{side}\", \"fallback\": \"strict\"")
        );
        return made.At("images")[0].GetProperty("id").GetString()!;
    }

    // All sources are squares.
    private static async Task<string> MaskAsync(TestCaller caller)
    {
        var id = await MakeAsync(caller, "local-painter", 128);
        return Convert.ToBase64String((await caller.GetAsync($"/v1/images/{id}/original")).Bytes);
    }

    // The last that was accepted.
    private static async Task IsMadeThereAsync(TestCaller caller, string provider)
    {
        var told = (await caller.GetAsync("/v1/generations?limit=1")).At("data")[0];
        Assert.Equal(
            ("complete", provider),
            (told.GetProperty("state").GetString(), told.GetProperty("provider").GetString())
        );
    }
}
