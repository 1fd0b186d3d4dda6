using Atelier.Core.Catalogue;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Wires;

/// <summary>The doors of photos and presentations run through every wire that can serve them; an account's rules say through which.</summary>
public sealed class EveryDoorTests(AllWires wires) : IClassFixture<AllWires>
{
    private readonly DoorWork _doors = new(wires.Server);

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
        var ended = await _doors.RestyleAsync(provider);

        Assert.True(ended.At("cost").GetDecimal() > 0, ended.Text);
        await Books.AreEvenAsync(wires.Emulated);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    [Trait("Requirement", "B-16")]
    [Trait("Requirement", "C-41")]
    public async Task Deck_Generate_IsMadeThere(string provider)
    {
        await _doors.GenerateAsync(provider);

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
        await _doors.EnlargeAsync(provider);

        await Books.AreEvenAsync(wires.Emulated);
    }

    [Theory]
    [MemberData(nameof(Cutting))]
    [Trait("Requirement", "C-39")]
    public async Task Deck_RemoveBackground_IsMadeThere(string provider)
    {
        await _doors.CutOutAsync(provider);

        await Books.AreEvenAsync(wires.Emulated);
    }

    private async Task EditAsync(string provider, string type)
    {
        await _doors.EditAsync(provider, type);

        await Books.AreEvenAsync(wires.Emulated);
    }

    private static IEnumerable<string> Of(Capability capability) =>
        ShippedOffers
            .All.Where(offer => offer.Provider != "local" && offer.Capabilities.Contains(capability))
            .Select(offer => offer.Provider)
            .Distinct();
}
