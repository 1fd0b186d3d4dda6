using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Attempts;

/// <summary>The operator's buttons for calls of unknown outcome.</summary>
public sealed class DecisionTests(LostCalls lost) : IClassFixture<LostCalls>
{
    private const string Door = "/admin/api/attempts";

    private TestServer Server => lost.Server.Server;

    private TestCaller Owner => Server.Owner();

    [Theory]
    [InlineData("\"action\": \"paid\", \"cost_usd\": 0.0123", 12_300_000)]
    [InlineData("\"action\": \"paid\", \"cost_usd\": 0", 0)]
    [InlineData("\"action\": \"paid\", \"cost_usd\": 0.75", 750_000_000)]
    [InlineData("\"action\": \"paid\"", LostCalls.Risk)]
    [InlineData("\"action\": \"not_paid\"", 0)]
    [InlineData("\"action\": \"write_off\"", LostCalls.Risk)]
    public async Task Decide_OfAnEndedGeneration_EndsTheRiskOnce(string action, long cost)
    {
        var attempt = lost.Take();
        var before = await Books.ReadAsync(lost.Server);
        var body = $$"""{{{action}}, "reason": "as their bill says"}""";

        var answer = await Owner.PostAsync($"{Door}/{attempt}/decision", body);
        var again = await Owner.PostAsync($"{Door}/{attempt}/decision", body);

        Assert.True(answer.Status == 204, answer.Text);
        Refusal.IsProblem(again, 409, "not_open");
        var after = await Books.ReadAsync(lost.Server);
        Assert.Empty(after.Problems);
        Assert.Equal((cost, cost), (after.Cost - before.Cost, after.Spent - before.Spent));
        Assert.Equal((-LostCalls.Risk, -LostCalls.Risk), (after.Risk - before.Risk, after.Held - before.Held));
        Assert.DoesNotContain(attempt.ToString(), (await Owner.GetAsync(Door)).Text, StringComparison.Ordinal);
        Assert.Equal(100_000, await lost.Caller.BalanceAsync());
        Assert.Equal(
            1,
            await Server.House.ScalarAsync<long>(
                """
                SELECT count(*) FROM decisions WHERE attempt_id = @attempt AND reason = 'as their bill says'
                  AND key_id IS NOT NULL AND strpos(@action, action) > 0
                """,
                new { attempt, action }
            )
        );
    }

    [Fact]
    public async Task Decide_RerunOfAnEndedGeneration_Is409AndChangesNothing()
    {
        var attempt = lost.Peek();
        var before = await HouseState.ReadAsync(Server.House);

        var answer = await Owner.PostAsync(
            $"{Door}/{attempt}/decision",
            """{"action": "rerun", "reason": "the caller waits"}"""
        );

        Refusal.IsProblem(answer, 409, "not_open");
        Assert.Equal(before, await HouseState.ReadAsync(Server.House));
    }

    [Theory]
    [InlineData("\"action\": \"refund\", \"reason\": \"why\"", "action")]
    [InlineData("\"reason\": \"why\"", "action")]
    [InlineData("\"action\": \"paid\"", "reason")]
    [InlineData("\"action\": \"paid\", \"reason\": \"  \"", "reason")]
    [InlineData("\"action\": \"not_paid\", \"reason\": \"why\", \"cost_usd\": 0.1", "cost_usd")]
    [InlineData("\"action\": \"rerun\", \"reason\": \"why\", \"cost_usd\": 0", "cost_usd")]
    [InlineData("\"action\": \"paid\", \"reason\": \"why\", \"cost_usd\": -0.1", "cost_usd")]
    [InlineData("\"action\": \"paid\", \"reason\": \"why\", \"cost_usd\": 1001", "cost_usd")]
    [InlineData("\"action\": \"paid\", \"reason\": \"why\", \"cost_usd\": \"much\"", "cost_usd")]
    [InlineData("\"action\": \"paid\", \"reason\": \"why\", \"amount\": 1", "amount")]
    public async Task Decide_BadBody_Is400AndChangesNothing(string fields, string field)
    {
        var attempt = lost.Peek();
        var before = await HouseState.ReadAsync(Server.House);

        var answer = await Owner.PostAsync($"{Door}/{attempt}/decision", $"{{{fields}}}");

        Refusal.IsProblem(answer, 400, "invalid_request", field);
        Assert.Equal(before, await HouseState.ReadAsync(Server.House));
    }

    [Fact]
    public async Task Decide_LongReasonOrNoJson_Is400()
    {
        var attempt = lost.Peek();
        var reason = new string('a', 501);

        var tooLong = await Owner.PostAsync(
            $"{Door}/{attempt}/decision",
            $$"""{"action": "paid", "reason": "{{reason}}"}"""
        );
        var noJson = await Owner.PostAsync($"{Door}/{attempt}/decision", "paid");

        Refusal.IsProblem(tooLong, 400, "invalid_request", "reason");
        Assert.Equal(400, noJson.Status);
    }

    [Fact]
    public async Task Decide_UnknownAttempt_Is404()
    {
        var body = """{"action": "paid", "reason": "why"}""";

        Refusal.IsProblem(await Owner.PostAsync($"{Door}/{Guid.CreateVersion7()}/decision", body), 404, "not_found");
        Refusal.IsProblem(await Owner.PostAsync($"{Door}/some/decision", body), 404, "not_found");
    }

    [Fact]
    public async Task Decide_WithoutAdminScope_Is403AndChangesNothing()
    {
        var attempt = lost.Peek();
        var caller = await Server.AddCallerAsync();
        var before = await HouseState.ReadAsync(Server.House);

        var answer = await caller.PostAsync(
            $"{Door}/{attempt}/decision",
            """{"action": "not_paid", "reason": "why"}"""
        );

        Refusal.IsProblem(answer, 403, "forbidden");
        Refusal.IsProblem(await caller.GetAsync(Door), 403, "forbidden");
        Refusal.IsProblem(await Server.Nobody().GetAsync(Door), 401, "unauthorized");
        Assert.Equal(before, await HouseState.ReadAsync(Server.House));
    }

    [Theory]
    [InlineData("state=succeeded", "state")]
    [InlineData("state=", "state")]
    [InlineData("cursor=yesterday", "cursor")]
    public async Task List_BadQuery_Is400(string query, string field) =>
        Refusal.IsProblem(await Owner.GetAsync($"{Door}?{query}"), 400, "invalid_request", field);
}
