using Atelier.Emulators.Faults;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Budgets;

/// <summary>The month's budget of the operator.</summary>
public sealed class BudgetTests(EmulatedServer server) : IClassFixture<EmulatedServer>, IAsyncLifetime
{
    private const string Door = "/admin/api/budget";

    private TestCaller Owner => server.Server.Owner();

    public async ValueTask InitializeAsync() => await SetAsync("100");

    public async ValueTask DisposeAsync() => await SetAsync("100");

    [Fact]
    public async Task Set_ThenGet_ShowsTheLimitAndWhatIsSpent()
    {
        var caller = await server.Server.AddCallerAsync();
        await caller.GenerateAsync(Bodies.Flare());

        var set = await Owner.PutAsync(Door, """{"limit_usd": 12.345678901}""");

        var read = await Owner.GetAsync(Door);
        Assert.Equal(200, set.Status);
        Assert.Equal(set.Text, read.Text);
        Assert.Equal(12.345678901m, read.At("limit_usd").GetDecimal());
        Assert.True(read.At("spent_usd").GetDecimal() > 0);
        Assert.Equal(0m, read.At("risk_usd").GetDecimal());
        await Books.AreEvenAsync(server);
    }

    [Theory]
    [InlineData("/v1/generations")]
    [InlineData("/v1/images/generations")]
    public async Task Create_NothingLeft_RefusesPaidModelsAndPaintsAllTheSame(string door)
    {
        var caller = await server.Server.AddCallerAsync();
        await SetAsync("0");
        var before = await HouseState.ReadAsync(server.Server.House);

        var refused = await caller.PostAsync(door, Bodies.Flare());
        var state = await HouseState.ReadAsync(server.Server.House);
        var painted = await caller.PostAsync(door, Bodies.Small("\"model\": \"local-painter\""), ("Prefer", "wait=60"));

        Refusal.IsOf(door, refused, 402, "budget_exceeded");
        Assert.Contains("local-painter", refused.Text, StringComparison.Ordinal);
        Assert.Equal(before, state);
        Assert.True(painted.Status == 200, painted.Text);
    }

    [Fact]
    public async Task Create_RoomForOneAndTenAtOnce_AcceptsExactlyOne()
    {
        var caller = await server.Server.AddCallerAsync();
        await SetAsync(FormattableString.Invariant($"{(await SpentAsync()) + 0.999m}"));
        server.OpenAi.TaskDuration = null;

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(_ => caller.PostAsync("/v1/generations", Bodies.Flare(), ("Prefer", "respond-async")))
        );
        var held = (await Owner.GetAsync(Door)).At("risk_usd").GetDecimal();
        server.OpenAi.TaskDuration = TimeSpan.Zero;
        server.OpenAi.FinishTasks();

        var accepted = Assert.Single(answers, answer => answer.Status == 202);
        Assert.All(
            answers.Where(answer => answer.Status != 202),
            answer => Refusal.IsProblem(answer, 402, "budget_exceeded")
        );
        Assert.Equal(0.5m, held);
        Assert.Equal("complete", (await caller.EndOfAsync(accepted.Header("Location")!)).TextAt("state"));
        await Books.AreEvenAsync(server);
    }

    [Fact]
    public async Task Create_RoomForThreeOfACheaperOfferAndTenAtOnce_TakesItThreeTimesAndSaysSo()
    {
        var caller = await server.Server.AddCallerAsync();
        var openAi = EmulatedServer.Paid(server.OpenAi).Count;
        // A call at OpenAI may cost half a dollar, one at LegNext eight cents.
        await SetAsync(FormattableString.Invariant($"{(await SpentAsync()) + 0.25m}"));

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(_ => caller.PostAsync("/v1/generations", Bodies.Any(), ("Prefer", "respond-async")))
        );
        var held = (await Owner.GetAsync(Door)).At("risk_usd").GetDecimal();

        var accepted = answers.Where(answer => answer.Status == 202).ToList();
        Assert.Equal(3, accepted.Count);
        Assert.Equal(0.24m, held);
        Assert.All(answers.Except(accepted), answer => Refusal.IsProblem(answer, 402, "budget_exceeded"));
        foreach (var answer in accepted)
        {
            await server.WaitForTaskAsync(answer.Header("Location")!);
        }

        server.LegNext.FinishTasks();
        foreach (var answer in accepted)
        {
            var made = await caller.EndOfAsync(answer.Header("Location")!);
            Assert.Equal(("complete", "legnext"), (made.TextAt("state"), made.TextAt("provider")));
            Assert.Contains("budget_fallback", made.At("degradations").ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(openAi, EmulatedServer.Paid(server.OpenAi).Count);
        await Books.AreEvenAsync(server);
    }

    [Fact]
    public async Task Set_WithoutALimit_LetsEverythingPass()
    {
        var caller = await server.Server.AddCallerAsync();
        await SetAsync("0");

        var lifted = await Owner.PutAsync(Door, "{}");
        var made = await caller.GenerateAsync(Bodies.Flare());

        Assert.Equal(200, lifted.Status);
        Assert.False(lifted.Json.TryGetProperty("limit_usd", out _));
        Assert.Equal("openai", made.TextAt("provider"));
        // What was spent meanwhile is counted when there is a limit again.
        await SetAsync("100");
        await Books.AreEvenAsync(server);
    }

    [Theory]
    [InlineData("{\"limit_usd\": -0.01}", "limit_usd")]
    [InlineData("{\"limit_usd\": 1000000001}", "limit_usd")]
    [InlineData("{\"limit_usd\": \"100\"}", "limit_usd")]
    [InlineData("{\"limit_usd\": [1]}", "limit_usd")]
    [InlineData("{\"limit\": 100}", "limit")]
    public async Task Set_BadValue_Is400AndChangesNothing(string body, string field)
    {
        var before = (await Owner.GetAsync(Door)).Text;

        var answer = await Owner.PutAsync(Door, body);

        Refusal.IsProblem(answer, 400, "invalid_request", field);
        Assert.Equal(before, (await Owner.GetAsync(Door)).Text);
    }

    [Fact]
    public async Task Budget_WithoutAdminScope_Is403()
    {
        var caller = await server.Server.AddCallerAsync();

        Refusal.IsProblem(await caller.GetAsync(Door), 403, "forbidden");
        Refusal.IsProblem(await caller.PutAsync(Door, "{}"), 403, "forbidden");
        Refusal.IsProblem(await server.Server.Nobody().PutAsync(Door, "{}"), 401, "unauthorized");
        Assert.Equal(100m, (await Owner.GetAsync(Door)).At("limit_usd").GetDecimal());
    }

    [Theory]
    [InlineData("0.01")]
    [InlineData("0")]
    [InlineData("-1")]
    public async Task Create_MaxCostTooSmall_Is400AndNamesIt(string dollars)
    {
        var caller = await server.Server.AddCallerAsync();
        var before = await HouseState.ReadAsync(server.Server.House);

        var answer = await caller.PostAsync("/v1/generations", Bodies.Flare($"\"max_cost_usd\": {dollars}"));

        Refusal.IsProblem(answer, 400, "invalid_request", "max_cost_usd");
        Assert.Equal(before, await HouseState.ReadAsync(server.Server.House));
    }

    [Fact]
    public async Task Create_MaxCost_PassesOverWhatMayCostMore()
    {
        var caller = await server.Server.AddCallerAsync();
        var before = EmulatedServer.Paid(server.OpenAi).Count;

        var made = await server.MakeAtLegNextAsync(caller, Bodies.Any("\"max_cost_usd\": 0.1"));

        Assert.Equal("legnext", made.TextAt("provider"));
        Assert.Equal(before, EmulatedServer.Paid(server.OpenAi).Count);
    }

    [Fact]
    public async Task Create_MaxCostLeavesNothingForAnotherTry_FailsUncharged()
    {
        var caller = await server.Server.AddCallerAsync();
        var before = EmulatedServer.Paid(server.OpenAi).Count;
        EmulatedServer.Fault(server.OpenAi, FaultAction.CutBefore);

        var answer = await caller.PostAsync(
            "/v1/generations",
            Bodies.Flare("\"max_cost_usd\": 0.6"),
            ("Prefer", "wait=60")
        );

        Assert.Equal("failed", answer.TextAt("state"));
        Assert.Equal("budget_exceeded", answer.TextAt("error.code"));
        Assert.Equal(1, EmulatedServer.Paid(server.OpenAi).Count - before);
        Assert.Equal(100_000, await caller.BalanceAsync());
        await ClearAsync();
        await Books.AreEvenAsync(server);
    }

    // The call was never made, as the emulator knows.
    private async Task ClearAsync()
    {
        var open = await Owner.GetAsync("/admin/api/attempts?state=unknown");
        var attempt = Assert.Single(open.At("data").EnumerateArray()).GetProperty("id").GetString();
        var cleared = await Owner.PostAsync(
            $"/admin/api/attempts/{attempt}/decision",
            """{"action": "not_paid", "reason": "it never arrived"}"""
        );
        Assert.Equal(204, cleared.Status);
    }

    private async Task SetAsync(string dollars) =>
        Assert.Equal(200, (await Owner.PutAsync(Door, $$"""{"limit_usd": {{dollars}}}""")).Status);

    private async Task<decimal> SpentAsync() => (await Owner.GetAsync(Door)).At("spent_usd").GetDecimal();
}
