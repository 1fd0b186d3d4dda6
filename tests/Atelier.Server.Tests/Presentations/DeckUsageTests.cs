using System.Text.Json;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Presentations;

/// <summary>What pictures of decks cost, from the ledger (requirement C-80).</summary>
public sealed class DeckUsageTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Own = DeckDoor.Image + "/usage";

    [Fact]
    [Trait("Requirement", "C-80")]
    public async Task Usage_OfADeckAndOfAll_AreThoseOfTheLedger()
    {
        var caller = await server.AddCallerAsync(credits: 50);
        var ids = new List<string>();
        foreach (var place in new[] { "a/b %2F", "a/b %2F", "other" })
        {
            var answer = await DeckDoor.MakeAsync(
                caller,
                DeckBody.Generate().With("presentationId", JsonSerializer.Serialize(place))
            );
            ids.Add(answer.TextAt("data.generationId")!);
        }

        // Of another door, and of somebody else.
        await caller.GenerateAsync(Bodies.Small());
        var stranger = await server.AddCallerAsync();
        await DeckDoor.MakeAsync(stranger, DeckBody.Generate().With("presentationId", "\"a/b %2F\""));

        var deck = await DeckDoor.GetAsync(caller, $"/api/presentations/{Uri.EscapeDataString("a/b %2F")}/usage");
        var own = await DeckDoor.GetAsync(caller, Own);

        Assert.Equal((200, "a/b %2F"), (deck.Status, deck.TextAt("presentationId")));
        Assert.Equal([ids[1], ids[0]], Ids(deck));
        Assert.Equal(1m, deck.At("totalCredits").GetDecimal());
        Assert.Equal($"{caller.AccountId}", deck.TextAt("userId"));
        var first = deck.At("generations")[0];
        Assert.Equal(
            ("local", "draft", 0.5m, true),
            (
                first.GetProperty("provider").GetString(),
                first.GetProperty("quality").GetString(),
                first.GetProperty("creditsUsed").GetDecimal(),
                first.GetProperty("success").GetBoolean()
            )
        );
        Assert.Equal(4, own.At("generations").GetArrayLength());
        Assert.Equal(
            own.At("generations").EnumerateArray().Sum(used => used.GetProperty("creditsUsed").GetDecimal()),
            own.At("totalCredits").GetDecimal()
        );
        Assert.Equal(await caller.BalanceAsync() / 1000m, own.At("remainingCredits").GetDecimal());
        Assert.False(own.Json.TryGetProperty("presentationId", out _));
        var reset = own.At("resetDate").GetDateTimeOffset();
        var now = TimeProvider.System.GetUtcNow();
        Assert.Equal((1, TimeSpan.Zero), (reset.UtcDateTime.Day, reset.UtcDateTime.TimeOfDay));
        Assert.InRange(reset, now, now.AddDays(31));
        Assert.Empty(Ids(await DeckDoor.GetAsync(caller, "/api/presentations/never-seen/usage")));
    }

    [Fact]
    [Trait("Requirement", "C-80")]
    public async Task Usage_PageByPage_ShowsEachOnce()
    {
        var caller = await server.AddCallerAsync();
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add((await DeckDoor.MakeAsync(caller, DeckBody.Generate())).TextAt("data.generationId")!);
        }

        var first = await DeckDoor.GetAsync(caller, $"{Own}?limit=2");
        var second = await DeckDoor.GetAsync(caller, $"{Own}?limit=2&cursor={first.TextAt("nextCursor")}");

        Assert.Equal((true, false), (first.At("hasMore").GetBoolean(), second.At("hasMore").GetBoolean()));
        Assert.Equal(Enumerable.Reverse(ids), Ids(first).Concat(Ids(second)));
    }

    [Theory]
    [InlineData(Own + "?limit=0", "limit")]
    [InlineData(Own + "?limit=101", "limit")]
    [InlineData(Own + "?cursor=x", "cursor")]
    [InlineData("/api/presentations/deck-1/usage?limit=many", "limit")]
    [InlineData("/api/presentations/a%07b/usage", "id")]
    [Trait("Requirement", "C-80")]
    public async Task Usage_WrongQuestions_AreRefused(string path, string field)
    {
        var caller = await server.AddCallerAsync();

        DeckDoor.IsError(await DeckDoor.GetAsync(caller, path), 400, "INVALID_REQUEST", field);
    }

    private static List<string> Ids(Answer answer) =>
        [.. answer.At("generations").EnumerateArray().Select(used => used.GetProperty("generationId").GetString()!)];
}
