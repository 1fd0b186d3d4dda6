using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Providers;

/// <summary>An operator holds a provider back.</summary>
public sealed class ProviderModeTests(EmulatedServer server) : IClassFixture<EmulatedServer>, IAsyncLifetime
{
    private const string OpenAi = "/admin/api/providers/openai/mode";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await SetAsync("on");

    [Theory]
    [InlineData("draining")]
    [InlineData("paused")]
    public async Task Create_ProviderIsHeldBack_GoesElsewhereAndSaysSo(string mode)
    {
        var caller = await server.Server.AddCallerAsync();
        var before = EmulatedServer.Paid(server.OpenAi).Count;

        var set = await SetAsync(mode);

        Assert.Equal((mode, "the key is changed"), (set.TextAt("mode"), set.TextAt("reason")));
        var made = await server.MakeAtLegNextAsync(caller, Bodies.Flare("\"fallback\": \"declared\""));
        Assert.Equal("legnext", made.TextAt("provider"));
        Assert.Equal(before, EmulatedServer.Paid(server.OpenAi).Count);
        var strict = await caller.PostAsync("/v1/generations", Bodies.Flare());
        Assert.Equal(503, strict.Status);
        var listed = await server.Server.Owner().GetAsync("/admin/api/providers");
        Assert.Contains(
            listed.Json.EnumerateArray(),
            view => view.GetProperty("id").GetString() == "openai" && view.GetProperty("mode").GetString() == mode
        );
    }

    [Theory]
    [InlineData("draining")]
    [InlineData("paused")]
    public async Task SetMode_StrictWorkWaits_IsSentWhenTheProviderIsOnAndNotBefore(string mode)
    {
        var caller = await server.Server.AddCallerAsync();
        var waiting = await StartWaitingAsync(caller, Bodies.Flare());
        var set = await SetAsync(mode);
        await server.Server.House.ExecuteAsync("UPDATE lanes SET paused_until = '-infinity' WHERE id = 'openai'");
        Assert.Equal(1, set.At("waiting").GetInt32());
        var before = EmulatedServer.Paid(server.OpenAi).Count;
        // Another account's work in another lane shows that workers are at it.
        await server.MakeAtLegNextAsync(caller, Bodies.Midjourney());
        Assert.Equal(before, EmulatedServer.Paid(server.OpenAi).Count);
        var view = await caller.GetAsync(waiting);
        Assert.Equal(("queued", "provider_paused"), (view.TextAt("state"), view.TextAt("reason")));
        var story = (await caller.GetAsync($"{waiting}/explain")).TextAt("text");
        Assert.EndsWith("it waits, for the operator has paused openai.", story, StringComparison.Ordinal);

        await SetAsync("on");

        Assert.Equal("complete", (await caller.EndOfAsync(waiting)).TextAt("state"));
        await Books.AreEvenAsync(server);
    }

    [Fact]
    public async Task SetMode_WorkWaitsThatAnotherCanDo_GoesOnThereAndSaysSo()
    {
        var caller = await server.Server.AddCallerAsync();
        var waiting = await StartWaitingAsync(caller, Bodies.Flare("\"fallback\": \"declared\""));
        var before = EmulatedServer.Paid(server.OpenAi).Count;

        await SetAsync("paused");
        await server.Server.House.ExecuteAsync("UPDATE lanes SET paused_until = '-infinity' WHERE id = 'openai'");
        await server.EndTasksAsync(waiting);

        var made = await caller.EndOfAsync(waiting);
        Assert.Equal(("complete", "legnext"), (made.TextAt("state"), made.TextAt("provider")));
        Assert.Equal(
            "was not called, for the operator had paused it",
            made.At("fallback_from").GetProperty("reason").GetString()
        );
        Assert.Equal(before, EmulatedServer.Paid(server.OpenAi).Count);
        await Books.AreEvenAsync(server);
    }

    private async Task<string> StartWaitingAsync(TestCaller caller, string body)
    {
        await server.Server.House.ExecuteAsync("UPDATE lanes SET paused_until = 'infinity' WHERE id = 'openai'");
        return await caller.StartAsync(body);
    }

    [Fact]
    public async Task SetMode_WrongWords_Are400AndUnknownProvidersAre404()
    {
        var owner = server.Server.Owner();

        Assert.Equal(400, (await owner.PutAsync(OpenAi, """{"mode": "off"}""")).Status);
        Assert.Equal(404, (await owner.PutAsync("/admin/api/providers/nobody/mode", """{"mode": "on"}""")).Status);
        Assert.Equal(403, (await (await server.Server.AddCallerAsync()).PutAsync(OpenAi, """{"mode": "on"}""")).Status);
    }

    [Theory]
    [InlineData("a\\u0000b")]
    [InlineData("two\\nlines")]
    public async Task SetMode_ReasonWithControlCharacters_Is400(string reason)
    {
        var answer = await server.Server.Owner().PutAsync(OpenAi, $$"""{"mode": "paused", "reason": "{{reason}}"}""");

        Refusal.IsProblem(answer, 400, "invalid_request", "reason");
    }

    [Fact]
    public async Task SetMode_IsInTheAuditLog()
    {
        await SetAsync("draining");

        var entry = (await server.Server.Owner().GetAsync("/admin/api/audit")).At("data")[0];

        Assert.Equal("provider.mode", entry.GetProperty("action").GetString());
        Assert.Contains("openai", entry.GetRawText(), StringComparison.Ordinal);
    }

    private Task<Answer> SetAsync(string mode) =>
        server.Server.Owner().PutAsync(OpenAi, $$"""{"mode": "{{mode}}", "reason": "the key is changed"}""");
}
