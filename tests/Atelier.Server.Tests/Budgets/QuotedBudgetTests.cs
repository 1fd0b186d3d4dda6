using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Budgets;

/// <summary>A quote where a budget has room for some offers only.</summary>
public sealed class QuotedBudgetTests(EmulatedServer server) : IClassFixture<EmulatedServer>
{
    [Fact]
    public async Task Quote_RoomForACheaperOfferOnly_QuotesItAndTheAcceptTakesIt()
    {
        var caller = await server.Server.AddCallerAsync();
        var before = await caller.PostAsync("/v1/quotes", Bodies.Any());
        // A call at OpenAI may cost half a dollar, one at LegNext eight cents.
        await server.Server.Owner().PutAsync("/admin/api/budget", """{"limit_usd": 0.2}""");

        var quote = await caller.PostAsync("/v1/quotes", Bodies.Any());
        var made = await caller.PostAsync(
            "/v1/generations",
            Bodies.Any(),
            ("Atelier-Quote", quote.TextAt("id")!),
            ("Prefer", "respond-async")
        );
        await server.EndTasksAsync(made.Header("Location")!);
        var ended = await caller.EndOfAsync(made.Header("Location")!);

        Assert.Equal("openai", before.TextAt("provider"));
        Assert.Equal(("legnext", 0.08m), (quote.TextAt("provider"), quote.At("maximum_cost_usd").GetDecimal()));
        Assert.True(quote.At("affordable.now").GetBoolean(), quote.Text);
        Assert.Equal(quote.At("price.most").GetDecimal(), made.At("price.reserved").GetDecimal());
        Assert.Equal(("complete", "legnext"), (ended.TextAt("state"), ended.TextAt("provider")));
        await Books.AreEvenAsync(server);
    }
}
