using Atelier.Server.Tests.Wires;

namespace Atelier.Server.Tests.OwnServers;

/// <summary>The doors of photos and presentations run through the operator's own servers, as far as each can serve them.</summary>
public sealed class OwnDoorTests(OwnWires wires) : IClassFixture<OwnWires>
{
    private readonly DoorWork _doors = new(wires.Own.Server);

    [Theory]
    [Trait("Requirement", "B-16")]
    [InlineData("webui")]
    [InlineData("comfy")]
    [InlineData("garage")]
    [InlineData("hosted")]
    public async Task Photo_AtThisServer_IsRestyledThere(string provider)
    {
        var ended = await _doors.RestyleAsync(provider);

        Assert.Equal(OwnWires.Costs(provider), ended.At("cost").GetDecimal() > 0);
        await CostIsRightAsync(provider);
    }

    [Theory]
    [Trait("Requirement", "C-41")]
    [InlineData("webui")]
    [InlineData("comfy")]
    [InlineData("garage")]
    [InlineData("hosted")]
    public async Task Deck_Generate_IsMadeThere(string provider)
    {
        await _doors.GenerateAsync(provider);

        await CostIsRightAsync(provider);
    }

    [Theory]
    [Trait("Requirement", "C-37")]
    [Trait("Requirement", "C-38")]
    [InlineData("webui", "inpaint")]
    [InlineData("webui", "outpaint")]
    [InlineData("webui", "variation")]
    [InlineData("comfy", "inpaint")]
    [InlineData("comfy", "outpaint")]
    [InlineData("comfy", "variation")]
    [InlineData("garage", "inpaint")]
    [InlineData("garage", "outpaint")]
    [InlineData("garage", "variation")]
    [InlineData("hosted", "variation")]
    public async Task Deck_Edit_IsMadeThere(string provider, string type)
    {
        await _doors.EditAsync(provider, type);

        await CostIsRightAsync(provider);
    }

    [Theory]
    [Trait("Requirement", "C-36")]
    [InlineData("webui")]
    [InlineData("comfy")]
    public Task Deck_Upscale_IsMadeThere(string provider) => _doors.EnlargeAsync(provider);

    [Fact]
    [Trait("Requirement", "C-39")]
    public Task Deck_RemoveBackground_IsMadeThere() => _doors.CutOutAsync("webui");

    // What is not free costs what the provider bills, and nothing else costs anything.
    private async Task CostIsRightAsync(string provider)
    {
        var booked = await wires.Own.Server.House.ScalarAsync<long>(
            "SELECT coalesce(sum(nanos), 0)::bigint FROM costs WHERE provider = @provider AND entry IN ('cost', 'overrun')",
            new { provider }
        );
        Assert.Equal(OwnWires.Costs(provider) ? wires.Own.Emulator.Wire("compat").Bill.NanoDollars : 0, booked);
        Assert.Equal(OwnWires.Costs(provider), booked > 0);
    }
}
