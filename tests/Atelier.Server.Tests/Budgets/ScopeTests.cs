using Atelier.Data.Auditing;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Budgets;

/// <summary>The budgets of one account and of one key, and what goes on when one is used up.</summary>
public sealed class ScopeTests(EmulatedServer server) : IClassFixture<EmulatedServer>
{
    private const string OpenAi = "/v1/images/generations";
    private const string Native = "/v1/generations";

    private TestCaller Owner => server.Server.Owner();

    [Theory]
    [InlineData("account", OpenAi)]
    [InlineData("account", Native)]
    [InlineData("key", OpenAi)]
    [InlineData("key", Native)]
    [Trait("Requirement", "B-59")]
    public async Task Create_NothingLeft_Is402AndNamesTheScope(string kind, string door)
    {
        var (caller, other) = (await server.Server.AddCallerAsync(), await server.Server.AddCallerAsync());
        await SetAsync(await DoorAsync(caller, kind), "0.1");

        var refused = await caller.PostAsync(door, Bodies.Flare());

        Refusal.IsOf(door, refused, 402, "budget_exceeded");
        Assert.Contains($"The budget of this {kind}", refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("0.1", refused.Text, StringComparison.Ordinal);
        if (door == Native)
        {
            Assert.Equal(kind, refused.TextAt("scope"));
        }

        // The painter is free, and others have budgets of their own.
        var painted = await caller.PostAsync(door, Bodies.Small("\"model\": \"local-painter\""), ("Prefer", "wait=60"));
        Assert.True(painted.Status == 200, painted.Text);
        await other.GenerateAsync(Bodies.Flare());
        await Books.AreEvenAsync(server);
    }

    [Fact]
    [Trait("Requirement", "B-59")]
    public async Task Create_NothingLeftAndBestEffort_IsPaintedAndSaysSo()
    {
        var caller = await server.Server.AddCallerAsync();
        await SetAsync(await DoorAsync(caller, "account"), "0");

        var made = await caller.GenerateAsync(Bodies.With("\"size\": \"1024x1024\", \"fallback\": \"best_effort\""));
        var refused = await caller.PostAsync(Native, Bodies.With("\"size\": \"1024x1024\""));

        Assert.Equal("local", made.TextAt("provider"));
        Assert.Contains("painter", made.At("degradations").ToString(), StringComparison.Ordinal);
        Refusal.IsProblem(refused, 402, "budget_exceeded");
    }

    [Theory]
    [InlineData("account")]
    [InlineData("key")]
    public async Task Set_ThenSpend_ShowsItAndIsInTheAuditLog(string kind)
    {
        var caller = await server.Server.AddCallerAsync();
        var door = await DoorAsync(caller, kind);
        Assert.False((await Owner.GetAsync(door)).Json.TryGetProperty("limit_usd", out _));

        await SetAsync(door, "5");
        await caller.GenerateAsync(Bodies.Flare());

        var read = await Owner.GetAsync(door);
        Assert.Equal(5m, read.At("limit_usd").GetDecimal());
        Assert.True(read.At("spent_usd").GetDecimal() > 0);
        Assert.Equal(0m, read.At("risk_usd").GetDecimal());
        var audit = server.Server.Services.GetRequiredService<AuditStore>();
        var entry = Assert.Single(
            await audit.ListAsync(caller.AccountId, null, 10, TestContext.Current.CancellationToken)
        );
        Assert.Equal("budget.set", entry.Action);
        Assert.StartsWith($"{kind}:", entry.Subject, StringComparison.Ordinal);
        Assert.Equal("""{"limit_usd": 5}""", entry.Details);
        Assert.NotNull(entry.ActorId);
    }

    [Theory]
    [InlineData("accounts")]
    [InlineData("keys")]
    public async Task Budget_UnknownBadOrNotAdmin_IsRefused(string collection)
    {
        var caller = await server.Server.AddCallerAsync();
        var unknown = $"/admin/api/{collection}/{Guid.CreateVersion7()}/budget";
        var known = await DoorAsync(caller, collection[..^1]);

        Refusal.IsProblem(await Owner.GetAsync(unknown), 404, "not_found");
        Refusal.IsProblem(await Owner.PutAsync(unknown, """{"limit_usd": 1}"""), 404, "not_found");
        Refusal.IsProblem(await Owner.PutAsync(known, """{"limit_usd": -1}"""), 400, "invalid_request", "limit_usd");
        Refusal.IsProblem(await Owner.PutAsync(known, """{"limit": 1}"""), 400, "invalid_request", "limit");
        Refusal.IsProblem(await caller.PutAsync(known, "{}"), 403, "forbidden");
        Refusal.IsProblem(await caller.GetAsync(known), 403, "forbidden");
        Assert.False((await Owner.GetAsync(known)).Json.TryGetProperty("limit_usd", out _));
    }

    private async Task<string> DoorAsync(TestCaller caller, string kind)
    {
        var key = await server.Server.House.ScalarAsync<Guid>(
            "SELECT id FROM api_keys WHERE account_id = @AccountId",
            caller
        );
        return kind == "key" ? $"/admin/api/keys/{key}/budget" : $"/admin/api/accounts/{caller.AccountId}/budget";
    }

    private async Task SetAsync(string door, string dollars) =>
        Assert.Equal(200, (await Owner.PutAsync(door, $$"""{"limit_usd": {{dollars}}}""")).Status);
}
