using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Wires;

/// <summary>With every provider up, every model of the catalogue that is alive does what it says it can.</summary>
public sealed class EveryModelTests(AllWires wires) : IClassFixture<AllWires>
{
    [Fact]
    [Trait("Requirement", "A-06")]
    [Trait("Requirement", "A-07")]
    [Trait("Requirement", "A-08")]
    [Trait("Requirement", "A-09")]
    [Trait("Requirement", "A-11")]
    [Trait("Requirement", "A-13")]
    [Trait("Requirement", "A-40")]
    [Trait("Requirement", "A-41")]
    [Trait("Requirement", "B-17")]
    [Trait("Requirement", "C-41")]
    [Trait("Requirement", "C-43")]
    [Trait("Requirement", "C-44")]
    public Task EveryOffer_OfALivingModel_MakesPicturesAtItsPrice() => WorkAsync(WireCase.Some(All()));

    [Fact]
    [Trait("Category", "Long")]
    [Trait("Requirement", "C-41")]
    public Task EveryOffer_OfALivingModel_DoesAllThatTheCatalogueSays() => WorkAsync(All());

    [Theory]
    [Trait("Requirement", "A-10")]
    [Trait("Requirement", "A-12")]
    [Trait("Requirement", "B-25")]
    [Trait("Requirement", "C-42")]
    [InlineData("gpt-image-1", "gpt-image-2.5-sunburst")]
    [InlineData("seedream-4", "seedream-5-lite")]
    [InlineData("gemini-2.5-flash-image", "gemini-nano-banana-2.1")]
    public async Task EveryRetiredModel_Named_IsMadeByItsSuccessorAndTheAnswerSaysSo(string retired, string successor)
    {
        var caller = await wires.Server.AddCallerAsync();
        Assert.True(wires.Catalogue.FindModel(retired)!.IsRetired(wires.Today));

        var made = await caller.GenerateAsync(Bodies.With($"\"model\": \"{retired}\""));

        Assert.Equal(successor, made.TextAt("model"));
        Assert.Contains("model_replaced", made.At("degradations").ToString(), StringComparison.Ordinal);
        var told = await caller.GetAsync($"/v1/generations/{made.TextAt("id")}/explain");
        Assert.StartsWith($"{successor} at ", told.TextAt("text"), StringComparison.Ordinal);
        Assert.Contains("a retired model was replaced by its successor", told.TextAt("text"), StringComparison.Ordinal);
        await Books.AreEvenAsync(wires.Emulated);
    }

    private IReadOnlyList<WireCase> All() => WireCase.All(wires.Catalogue, wires.Today);

    private async Task WorkAsync(IReadOnlyList<WireCase> cases)
    {
        Assert.Equal(
            [.. AllWires.Ids.Append("local").Order()],
            cases.Select(each => each.Offer.Provider).Distinct().Order()
        );

        var problems = await Task.WhenAll(
            cases.GroupBy(each => each.Offer.Provider).Select(group => new WireWork(wires).RunAsync([.. group]))
        );

        Assert.True(problems.All(of => of.Count == 0), string.Join('\n', problems.SelectMany(of => of)));
        await Books.AreEvenAsync(wires.Emulated);
        foreach (var id in AllWires.Ids)
        {
            await BillIsBookedAsync(id);
        }
    }

    private async Task BillIsBookedAsync(string provider)
    {
        var booked = await wires.Server.House.ScalarAsync<long>(
            """
            SELECT coalesce(sum(nanos), 0)::bigint FROM costs WHERE provider = @provider AND entry IN ('cost', 'overrun')
            """,
            new { provider }
        );
        Assert.Equal((provider, wires.Emulated.Wire(provider).Bill.NanoDollars), (provider, booked));
    }
}
