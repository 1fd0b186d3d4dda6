using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Stylising;

/// <summary>A free account's changed picture carries the mark once, and is made from the one without.</summary>
public sealed class MarkedStyliseTests(DarkServer dark) : IClassFixture<DarkServer>
{
    private const int White = DarkPainter.Level + 24;

    [Fact]
    public async Task Stylise_OfAFreeAccount_ShowsTheMarkInEveryFile()
    {
        var caller = await dark.Server.AddCallerAsync(tier: "free");
        var source = StyliseTests.IdOf(await caller.GenerateAsync(Bodies.With("\"size\": \"600x400\"")));

        var made = await caller.GenerateAsync(StyliseTests.Body(source, "oil"));

        foreach (var url in AnswerUrls.Of(made).Distinct())
        {
            var file = await dark.Server.Nobody().GetAsync(url);
            Assert.True(ServedPixels.Whitest(ServedPixels.Read(file.Bytes)) > White, url);
        }
    }
}
