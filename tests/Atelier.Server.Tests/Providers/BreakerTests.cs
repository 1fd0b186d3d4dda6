using Atelier.Emulators.Faults;
using Atelier.Engine.Health;
using Atelier.Server.Tests.Accounts;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Providers;

/// <summary>Offers that fail, and rules of accounts, by the doors.</summary>
public sealed class BreakerTests(EmulatedServer server) : IClassFixture<EmulatedServer>
{
    private const string Native = "/v1/generations";
    private const string Offers = "/admin/api/offers";

    private TestCaller Owner => server.Server.Owner();

    [Fact]
    public async Task Create_FiveFailuresInARow_TheModelIsSkippedShownAndTriedAgainLater()
    {
        var caller = await server.Server.AddCallerAsync();
        await ForgetAsync();
        EmulatedServer.Fault(server.OpenAi, FaultAction.OutOfCredits, always: true);
        var strict = Bodies.Flare("\"fallback\": \"strict\"");
        for (var i = 0; i < 5; i++)
        {
            var failed = await caller.PostAsync(Native, strict, ("Prefer", "wait=60"));
            Assert.Equal("failed", failed.TextAt("state"));
        }

        server.OpenAi.ClearFaults();
        var sent = EmulatedServer.Paid(server.OpenAi).Count;
        var before = await HouseState.ReadAsync(server.Server.House);

        var refused = await caller.PostAsync(Native, strict);

        Refusal.IsProblem(refused, 503, "provider_unavailable");
        Assert.InRange(
            int.Parse(refused.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture),
            1,
            30
        );
        Assert.Equal(before, await HouseState.ReadAsync(server.Server.House));
        var shown = await FlareAsync();
        Assert.Equal(
            ("open", 5, 5),
            (
                shown.GetProperty("circuit").GetString(),
                shown.GetProperty("failures").GetInt32(),
                shown.GetProperty("samples").GetInt32()
            )
        );
        Assert.Equal(Math.Round(0.9 * Math.Pow(0.9, 5), 4), shown.GetProperty("success_rate").GetDouble());
        Assert.Contains(
            "atelier_offer_circuit{model=\"gpt-image-2.5-flare\",provider=\"openai\"} 2",
            (await Owner.GetAsync("/metrics")).Text,
            StringComparison.Ordinal
        );

        // Whoever leaves the choice to us is served by another model at once.
        var other = await server.MakeAtLegNextAsync(caller, Bodies.Flare("\"fallback\": \"declared\""));
        Assert.Equal("midjourney-v7", other.TextAt("model"));
        Assert.Equal(sent, EmulatedServer.Paid(server.OpenAi).Count);

        // Written first: until then the pause has not begun by the database's clock.
        await LookAsync();
        await server.Server.House.MoveClockAsync(TimeSpan.FromSeconds(31));
        await LookAsync();
        Assert.Equal("half_open", (await FlareAsync()).GetProperty("circuit").GetString());
        Assert.Equal("gpt-image-2.5-flare", (await caller.GenerateAsync(strict)).TextAt("model"));
        Assert.Equal("closed", (await FlareAsync()).GetProperty("circuit").GetString());
        await Books.AreEvenAsync(server);
    }

    [Fact]
    public async Task Routing_RulesOfAnAccount_HoldFromTheNextRequestOn()
    {
        var caller = await server.Server.AddCallerAsync();
        var door = $"{People.Accounts}/{caller.AccountId}/routing";

        var set = await Owner.PutAsync(door, """{"only": ["legnext", "local"], "never": ["openai"]}""");
        var refused = await caller.PostAsync(Native, Bodies.Flare());
        var read = await Owner.GetAsync(door);
        var cleared = await Owner.PutAsync(door, "{}");
        var made = await caller.GenerateAsync(Bodies.Flare());

        Assert.Equal((200, 200, 200), (set.Status, read.Status, cleared.Status));
        Assert.Equal("legnext", read.At("only")[0].GetString());
        Refusal.IsProblem(refused, 400, "model_not_found", "model");
        Assert.Contains("not among the providers that this account may use", refused.Text, StringComparison.Ordinal);
        Assert.False(cleared.Json.TryGetProperty("only", out _));
        Assert.Equal("openai", made.TextAt("provider"));
    }

    [Theory]
    [InlineData("""{"only": ["opnai"]}""", "only")]
    [InlineData("""{"never": []}""", "never")]
    [InlineData("""{"only": ["openai"], "never": ["openai"]}""", "never")]
    [InlineData("""{"only": [null]}""", "only")]
    [InlineData("""{"onyl": ["openai"]}""", "onyl")]
    public async Task Routing_WrongRules_AreRefusedByField(string body, string field)
    {
        var account = await People.AddAsync(server.Server);

        var refused = await Owner.PutAsync($"{People.Accounts}/{account}/routing", body);

        Refusal.IsProblem(refused, 400, "invalid_request", field);
        Refusal.IsProblem(await Owner.GetAsync($"{People.Accounts}/{Guid.CreateVersion7()}/routing"), 404, "not_found");
    }

    [Theory]
    [InlineData(Native)]
    [InlineData("/v1/images/generations")]
    public async Task Create_UnknownTier_IsRefusedWithTheNearMatches(string door)
    {
        var caller = await server.Server.AddCallerAsync();

        var refused = await caller.PostAsync(door, Bodies.Any("\"tier\": \"premum\""));

        Refusal.IsOf(door, refused, 400, "invalid_request", "tier");
        Assert.Contains("Did you mean premium?", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "A-47")]
    public async Task Create_Accepted_LogsModelStyleAndTierInOneLine()
    {
        var caller = await server.Server.AddCallerAsync();

        var made = await caller.GenerateAsync(Bodies.Flare("\"style\": \"lifestyle\", \"tier\": \"ultra\""));

        var line = Assert.Single(
            server.Server.Logs.Lines,
            line => line.Contains($"Accepted {made.TextAt("id")}", StringComparison.Ordinal)
        );
        Assert.Contains(
            "create of 1 by gpt-image-2.5-flare at openai, style lifestyle, tier ultra",
            line,
            StringComparison.Ordinal
        );
    }

    // What other tests of the class have called.
    private async Task ForgetAsync()
    {
        await LookAsync();
        await server.Server.House.ExecuteAsync("DELETE FROM offer_health");
        await LookAsync();
    }

    private Task LookAsync() =>
        server.Server.Services.GetRequiredService<OfferWatch>().RunOnceAsync(TestContext.Current.CancellationToken);

    private async Task<System.Text.Json.JsonElement> FlareAsync() =>
        (await Owner.GetAsync(Offers))
            .Json.EnumerateArray()
            .Single(offer =>
                offer.GetProperty("model").GetString() == "gpt-image-2.5-flare"
                && offer.GetProperty("provider").GetString() == "openai"
            );
}
