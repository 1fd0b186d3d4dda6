using System.Text.Json;
using Atelier.Engine.Health;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Providers;

public sealed class ProviderDoorTests(ProviderDoorTests.WatchedServer watched)
    : IClassFixture<ProviderDoorTests.WatchedServer>
{
    private const string Door = "/admin/api/providers";

    private readonly EmulatedServer _server = watched.Emulated;

    [Fact]
    [Trait("Requirement", "A-35")]
    public async Task Get_AllInOrder_ShowsWhatEachProviderSays()
    {
        var providers = await ReadAsync(_server);
        var asked = _server.LegNext.Calls.Count(call => call.Operation == "balance");
        var again = await ReadAsync(_server);

        Assert.Equal(
            ["openai", "legnext", "local"],
            providers.Select(provider => provider.GetProperty("id").GetString())
        );
        Assert.All(providers, provider => Assert.True(provider.GetProperty("available").GetBoolean()));
        Assert.All(providers, provider => Assert.False(provider.TryGetProperty("problem", out _)));
        Assert.False(providers[0].TryGetProperty("balance_usd", out _));
        // 9,999,000 credits and 1,000 points, of which a thousand are a dollar.
        Assert.Equal(10_000m, providers[1].GetProperty("balance_usd").GetDecimal());
        Assert.Equal(asked, _server.LegNext.Calls.Count(call => call.Operation == "balance"));
        Assert.Equal(10_000m, again[1].GetProperty("balance_usd").GetDecimal());
    }

    [Fact]
    [Trait("Requirement", "B-50")]
    public async Task Get_EachProvider_HasItsNameCostAvailabilityAndWait()
    {
        var before = await ReadAsync(_server);
        var caller = await _server.Server.AddCallerAsync();
        await caller.GenerateAsync(Bodies.Flare());
        List<JsonElement> after = [];
        await TestServer.UntilAsync(async () =>
        {
            after = await ReadAsync(_server);
            return Wait(after[0]) < 15;
        });

        Assert.Equal(
            ["OpenAI", "LegNext", "Local painter"],
            before.Select(provider => provider.GetProperty("name").GetString())
        );
        // Four pictures of Midjourney are 80 points, and the painter costs nothing.
        Assert.Equal([0.02m, 0m], before.Skip(1).Select(provider => provider.GetProperty("cost_usd").GetDecimal()));
        Assert.InRange(before[0].GetProperty("cost_usd").GetDecimal(), 0.001m, 0.2m);
        Assert.All(before, provider => Assert.True(provider.GetProperty("available").GetBoolean()));
        // Nothing is known of LegNext, and a call told how long OpenAI takes.
        Assert.Equal((15, 2), (Wait(after[1]), Wait(after[2])));

        static double Wait(JsonElement provider) => provider.GetProperty("estimated_wait").GetDouble();
    }

    [Fact]
    public async Task Get_ModelsThatEnd_AreNotedWithTheirDay()
    {
        var time = new TestKit.Time.FakeTimeProvider(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        await using var dated = new EmulatedServer
        {
            Options = new() { LongestEdge = 64, Time = time },
        };
        await dated.InitializeAsync();

        var notes = (await ReadAsync(dated))[0].GetProperty("notes").EnumerateArray().Select(note => note.GetString());

        Assert.Contains("gpt-image-1.5 will be shut down on 2026-12-01.", notes);
    }

    [Fact]
    [Trait("Requirement", "A-25")]
    [Trait("Requirement", "A-35")]
    [Trait("Requirement", "B-50")]
    public async Task Get_WrongKeys_SaysSoInOurWordsAndWithoutTheKeys()
    {
        await using var locked = new EmulatedServer
        {
            Options = new() { LongestEdge = 64, Key = "another one" },
        };
        await locked.InitializeAsync();
        var caller = await locked.Server.AddCallerAsync();

        var answer = await locked.Server.Owner().GetAsync(Door);
        var made = await caller.PostAsync("/v1/generations", Bodies.Any(), ("Prefer", "wait=60"));

        // What is inside this process needs no key.
        Assert.True(answer.Json[2].GetProperty("available").GetBoolean());
        var providers = answer.Json.EnumerateArray().Take(2).ToList();
        Assert.All(providers, provider => Assert.False(provider.GetProperty("available").GetBoolean()));
        Assert.Equal(
            ["openai does not accept the key for this.", "LegNext does not let this key in, or not for this (401)."],
            providers.Select(provider => provider.GetProperty("problem").GetString())
        );
        Assert.Equal("failed", made.TextAt("state"));
        Assert.Equal("service_unavailable", made.TextAt("error.code"));
        Assert.Equal(100_000, await caller.BalanceAsync());
        string[] hidden = [.. locked.Keys.Values, "Incorrect API key", "Failed to verify"];
        Assert.All(hidden, text => Assert.DoesNotContain(text, answer.Text + made.Text, StringComparison.Ordinal));
        Assert.DoesNotContain(
            locked.Server.Logs.Lines,
            line => line.Contains("Failed to verify", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Get_WithoutAdminScope_Is403()
    {
        var caller = await _server.Server.AddCallerAsync();

        Refusal.IsProblem(await caller.GetAsync(Door), 403, "forbidden");
        Refusal.IsProblem(await _server.Server.Nobody().GetAsync(Door), 401, "unauthorized");
    }

    private static async Task<List<JsonElement>> ReadAsync(EmulatedServer from)
    {
        var answer = await from.Server.Owner().GetAsync(Door);
        Assert.True(answer.Status == 200, answer.Text);
        return [.. answer.Json.EnumerateArray()];
    }

    /// <summary>A server that has asked its providers once, and asks no more by itself.</summary>
    public sealed class WatchedServer : IAsyncLifetime
    {
        public EmulatedServer Emulated { get; } = new() { Replace = services => services.AddStill<ProviderWatch>() };

        public async ValueTask InitializeAsync()
        {
            await Emulated.InitializeAsync();
            var watch = Emulated.Server.Services.GetRequiredService<ProviderWatch>();
            await TestServer.UntilAsync(() => Task.FromResult(watch.SpendableUsd("legnext") is not null));
        }

        public ValueTask DisposeAsync() => Emulated.DisposeAsync();
    }
}
