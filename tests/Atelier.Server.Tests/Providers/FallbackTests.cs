using System.Text.Json;
using Atelier.Emulators.Faults;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Providers;

/// <summary>What happens when a provider does not make the picture.</summary>
public sealed class FallbackTests(EmulatedServer server) : IClassFixture<EmulatedServer>
{
    private const string OpenAiDoor = "/v1/images/generations";

    [Fact]
    public async Task Create_OpenAiOutOfCredits_GoesOnAlongTheChainToLegNext()
    {
        var caller = await server.Server.AddCallerAsync();
        var before = EmulatedServer.Paid(server.OpenAi).Count;
        EmulatedServer.Fault(server.OpenAi, FaultAction.OutOfCredits, always: true);

        var made = await server.MakeAtLegNextAsync(caller, Bodies.Flare("\"fallback\": \"declared\""));

        server.OpenAi.ClearFaults();
        Assert.Equal(("midjourney-v7", "legnext"), (made.TextAt("model"), made.TextAt("provider")));
        Assert.Equal("gpt-image-2.5-flare", made.TextAt("fallback_from.model"));
        Assert.Equal("openai", made.TextAt("fallback_from.provider"));
        Assert.Equal("midjourney-v7", made.At("images")[0].GetProperty("model").GetString());
        var asked = EmulatedServer.Paid(server.OpenAi)[before..].Select(call => ModelOf(call.Body!)).ToList();
        Assert.Equal("gpt-image-2.5-flare", asked[0]);
        Assert.Distinct(asked);
        Assert.Equal(99_000, await caller.BalanceAsync());
        await Books.AreEvenAsync(server);
    }

    [Theory]
    [InlineData("/v1/generations")]
    [InlineData(OpenAiDoor)]
    public async Task Create_Refused_EndsTheChainAndCostsNothing(string door)
    {
        var caller = await server.Server.AddCallerAsync();
        var (openAi, legNext) = (EmulatedServer.Paid(server.OpenAi).Count, EmulatedServer.Paid(server.LegNext).Count);
        EmulatedServer.Fault(server.OpenAi, FaultAction.Refuse);

        var answer = await caller.PostAsync(door, Bodies.Any(), ("Prefer", "wait=60"));

        if (door == OpenAiDoor)
        {
            Refusal.IsOpenAi(answer, 422, "content_policy");
            Assert.Equal("false", answer.Header("x-should-retry"));
        }
        else
        {
            Assert.Equal("failed", answer.TextAt("state"));
            Assert.Equal("content_policy", answer.TextAt("error.code"));
            Assert.Equal(0m, answer.At("price.settled").GetDecimal());
        }

        var violation = answer.At("error.content_policy");
        Assert.True(violation.GetProperty("violated").GetBoolean());
        Assert.NotEqual(0, violation.GetProperty("categories").GetArrayLength());

        // The provider's own words stay here.
        Assert.DoesNotContain("safety", answer.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(openAi + 1, EmulatedServer.Paid(server.OpenAi).Count);
        Assert.Equal(legNext, EmulatedServer.Paid(server.LegNext).Count);
        Assert.Equal(100_000, await caller.BalanceAsync());
        await Books.AreEvenAsync(server);
    }

    [Fact]
    public async Task Create_TooManyCalls_WaitsAsLongAsTheProviderSays()
    {
        var caller = await server.Server.AddCallerAsync();
        var before = EmulatedServer.Paid(server.OpenAi).Count;
        server.OpenAi.AddFaults(
            new FaultRule
            {
                Action = FaultAction.TooManyRequests,
                Operation = "generations",
                RetryAfter = 30,
            }
        );

        var address = await caller.StartAsync(Bodies.Flare());
        await TestServer.UntilAsync(() => FailedAsync(address));
        var other = await caller.StartAsync(Bodies.Flare("\"n\": 2"));
        var paused = await server.Server.House.ScalarAsync<bool>(
            "SELECT paused_until - atelier.now() BETWEEN '20 s' AND '30 s' FROM lanes WHERE id = 'openai'"
        );
        var sent = EmulatedServer.Paid(server.OpenAi).Count - before;
        await server.Server.House.MoveClockAsync(TimeSpan.FromSeconds(31));

        Assert.Equal("complete", (await caller.EndOfAsync(address)).TextAt("state"));
        Assert.Equal("complete", (await caller.EndOfAsync(other)).TextAt("state"));
        Assert.True(paused);
        Assert.Equal(1, sent);
        Assert.Equal(3, EmulatedServer.Paid(server.OpenAi).Count - before);
        Assert.Equal(97_000, await caller.BalanceAsync());
        await Books.AreEvenAsync(server);
    }

    private Task<bool> FailedAsync(string address) =>
        server.Server.House.ScalarAsync<bool>(
            """
            SELECT EXISTS (SELECT FROM attempts a JOIN queue q USING (generation_id)
              WHERE generation_id = @id AND a.failure = 'rate_limited' AND q.state = 'ready')
            """,
            new { id = EmulatedServer.IdOf(address) }
        );

    private static string ModelOf(string body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("model").GetString()!;
    }
}
