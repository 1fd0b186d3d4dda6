using Atelier.Emulators.Faults;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Providers;

/// <summary>Requests that every provider of their chain failed at.</summary>
public sealed class WholeChainTests(EmulatedServer server) : IClassFixture<EmulatedServer>, IAsyncLifetime
{
    private const string Native = "/v1/generations";
    private const string OpenAiDoor = "/v1/images/generations";

    public ValueTask InitializeAsync()
    {
        EmulatedServer.Fault(server.OpenAi, FaultAction.OutOfCredits, always: true);
        EmulatedServer.Fault(server.LegNext, FaultAction.OutOfCredits, always: true);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        server.OpenAi.ClearFaults();
        server.LegNext.ClearFaults();
        return ValueTask.CompletedTask;
    }

    [Fact]
    [Trait("Requirement", "C-82")]
    public async Task Create_AllFail_EndsAsServiceUnavailableAndCostsNothing()
    {
        var caller = await server.Server.AddCallerAsync();
        var (openAi, legNext) = (EmulatedServer.Paid(server.OpenAi).Count, EmulatedServer.Paid(server.LegNext).Count);

        var answer = await caller.PostAsync(Native, Bodies.Any(), ("Prefer", "wait=60"));

        Assert.Equal(("failed", "service_unavailable"), (answer.TextAt("state"), answer.TextAt("error.code")));
        Assert.Equal("service_unavailable", answer.At("slot_errors")[0].GetProperty("code").GetString());
        Assert.True(EmulatedServer.Paid(server.OpenAi).Count > openAi, answer.Text);
        Assert.True(EmulatedServer.Paid(server.LegNext).Count > legNext, answer.Text);
        Assert.Equal(100_000, await caller.BalanceAsync());
        var told = await caller.GetAsync($"{Native}/{answer.TextAt("id")}/explain");
        Assert.EndsWith("; no other offer was left to ask.", told.TextAt("text"), StringComparison.Ordinal);
        var events = await server.Server.House.ScalarAsync<string>(
            "SELECT error_code FROM events WHERE generation_id = @id AND state = 'failed'",
            new { id = EmulatedServer.IdOf(answer.TextAt("id")!) }
        );
        Assert.Equal("service_unavailable", events);
        await Books.AreEvenAsync(server);
    }

    [Theory]
    [Trait("Requirement", "C-82")]
    [InlineData("auto", "declared", "service_unavailable")]
    [InlineData("gpt-image-2.5-flare", "strict", "provider_unavailable")]
    public async Task Create_AllFailAtTheDoorOfOpenAi_IsNoErrorThatClientsRepeat(
        string model,
        string fallback,
        string code
    )
    {
        var caller = await server.Server.AddCallerAsync();

        var answer = await caller.PostAsync(
            OpenAiDoor,
            Bodies.With($"\"model\": \"{model}\", \"size\": \"1024x1024\", \"fallback\": \"{fallback}\"")
        );

        Refusal.IsOpenAi(answer, 422, code);
        Assert.Equal("false", answer.Header("x-should-retry"));
        Assert.Null(answer.Header("Retry-After"));
        Assert.Equal("image_generation_error", answer.TextAt("error.type"));
        // It has ended, so nobody is sent to wait for it.
        Assert.DoesNotContain("goes on", answer.Text, StringComparison.Ordinal);
        Assert.Equal(100_000, await caller.BalanceAsync());
        await Books.AreEvenAsync(server);
    }

    [Fact]
    [Trait("Requirement", "C-82")]
    public async Task Create_NamedAloneFails_EndsAsProviderUnavailableAndAsksNobodyElse()
    {
        var caller = await server.Server.AddCallerAsync();
        var legNext = EmulatedServer.Paid(server.LegNext).Count;

        var answer = await caller.PostAsync(Native, Bodies.Flare(), ("Prefer", "wait=60"));

        Assert.Equal(("failed", "provider_unavailable"), (answer.TextAt("state"), answer.TextAt("error.code")));
        Assert.Equal(legNext, EmulatedServer.Paid(server.LegNext).Count);
        Assert.Equal(100_000, await caller.BalanceAsync());
        await Books.AreEvenAsync(server);
    }
}
