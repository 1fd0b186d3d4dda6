using Atelier.Emulators.Faults;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Providers;

/// <summary>An account at LegNext with less on it than the least job costs.</summary>
public sealed class BalanceTests(BalanceTests.PoorServer poor) : IClassFixture<BalanceTests.PoorServer>
{
    private const string Reason = "too little money is left on the operator's account there";

    private EmulatedServer Server => poor.Server;

    [Fact]
    [Trait("Requirement", "A-36")]
    public async Task Create_NamedMidjourney_IsRefusedWithTheReason()
    {
        var caller = await Server.Server.AddCallerAsync();
        var before = await HouseState.ReadAsync(Server.Server.House);

        var answer = await caller.PostAsync("/v1/generations", Bodies.Midjourney("\"fallback\": \"strict\""));

        Assert.True(answer.Status == 503, answer.Text);
        Assert.Contains(
            "midjourney-v7 at legnext is not available now",
            answer.TextAt("detail"),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("account", answer.TextAt("detail"), StringComparison.Ordinal);
        Assert.Equal(before, await HouseState.ReadAsync(Server.Server.House));
        Assert.Empty(EmulatedServer.Paid(Server.LegNext));
    }

    [Fact]
    [Trait("Requirement", "A-36")]
    public async Task Route_NamedMidjourney_TellsTheOwnerWhyAndNobodyElse()
    {
        var strict = Bodies.Midjourney("\"fallback\": \"strict\"");
        var caller = await Server.Server.AddCallerAsync();

        var told = await Server.Server.Owner().PostAsync("/v1/route", strict);
        var quoted = await Server.Server.Owner().PostAsync("/v1/quotes", strict);
        var others = await caller.PostAsync("/v1/route", strict);
        var theirs = await caller.PostAsync("/v1/quotes", strict);

        Assert.Contains($"is passed over: {Reason}", told.Text, StringComparison.Ordinal);
        Assert.Contains($"is passed over: {Reason}", quoted.TextAt("detail"), StringComparison.Ordinal);
        Assert.Equal("is not available now", others.At("rejected")[0].GetProperty("reason").GetString());
        Assert.DoesNotContain("account", others.Text + theirs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_NamedMidjourney_AnotherTakesOverAndTheAnswerSaysSo()
    {
        var caller = await Server.Server.AddCallerAsync();

        var made = await caller.GenerateAsync(Bodies.Midjourney("\"fallback\": \"declared\""));

        Assert.Equal("openai", made.TextAt("provider"));
        Assert.Contains("fallback_model", made.At("degradations").ToString(), StringComparison.Ordinal);
        // The price is that of the model that was asked for.
        Assert.Equal(1.2m, made.At("price.settled").GetDecimal());
        await Books.AreEvenAsync(Server);
    }

    [Fact]
    [Trait("Requirement", "A-36")]
    public async Task Create_WithoutAModel_LeavesLegNextOutOfTheChainAndSaysSo()
    {
        var caller = await Server.Server.AddCallerAsync();

        var made = await caller.GenerateAsync(Bodies.Any());

        Assert.Equal("openai", made.TextAt("provider"));
        var why = await Server.Server.House.ScalarAsync<string>(
            """
            SELECT r->>'reason' FROM generations g, jsonb_array_elements(g.plan->'rejected') r
            WHERE g.id = @id AND r->>'provider' = 'legnext'
            """,
            new { id = EmulatedServer.IdOf(made.TextAt("id")!) }
        );
        Assert.Contains(Reason, why, StringComparison.Ordinal);
        Assert.Contains(
            Server.Server.Logs.Lines,
            line =>
                line.StartsWith("Warning", StringComparison.Ordinal)
                && line.Contains("Too little money is left at legnext for midjourney-v7", StringComparison.Ordinal)
        );
        await Books.AreEvenAsync(Server);
    }

    [Fact]
    [Trait("Requirement", "A-36")]
    public async Task Create_OpenAiOutOfCreditsToo_EndsWithoutAskingLegNext()
    {
        var caller = await Server.Server.AddCallerAsync();
        EmulatedServer.Fault(Server.OpenAi, FaultAction.OutOfCredits, always: true);

        var answer = await caller.PostAsync("/v1/generations", Bodies.Any(), ("Prefer", "wait=60"));

        Server.OpenAi.ClearFaults();
        Assert.Equal("failed", answer.TextAt("state"));
        Assert.Equal("service_unavailable", answer.TextAt("error.code"));
        Assert.Empty(EmulatedServer.Paid(Server.LegNext));
        Assert.Equal(100_000, await caller.BalanceAsync());
        await Books.AreEvenAsync(Server);
    }

    [Fact]
    [Trait("Requirement", "A-35")]
    public async Task Providers_Always_ShowTheBalanceAsItWasRead()
    {
        var legNext = (await Server.Server.Owner().GetAsync("/admin/api/providers"))
            .Json.EnumerateArray()
            .Single(provider => provider.GetProperty("id").GetString() == "legnext");

        Assert.True(legNext.GetProperty("available").GetBoolean());
        Assert.Equal(0.01m, legNext.GetProperty("balance_usd").GetDecimal());
    }

    /// <summary>Ten points: a cent.</summary>
    public sealed class PoorServer : IAsyncLifetime
    {
        public EmulatedServer Server { get; } =
            new()
            {
                Options = new() { LongestEdge = 64, Points = 10 },
            };

        public async ValueTask InitializeAsync()
        {
            await Server.InitializeAsync();
            // From here on the balance is known.
            Assert.Equal(200, (await Server.Server.Owner().GetAsync("/admin/api/providers")).Status);
        }

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
