using Atelier.Data.Reports;
using Atelier.Engine.Budgets;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Atelier.Server.Tests.Budgets;

/// <summary>How budgets stand, and what is told of them.</summary>
public sealed class BudgetReportTests(BudgetReportTests.QuietServer quiet)
    : IClassFixture<BudgetReportTests.QuietServer>,
        IAsyncLifetime
{
    private const string Door = "/admin/api/budget";

    private readonly TestServer _server = quiet.Server;

    private TestCaller Owner => _server.Owner();

    public async ValueTask InitializeAsync() =>
        await _server.House.ExecuteAsync(
            "DELETE FROM budget_alerts; DELETE FROM notices; DELETE FROM budgets WHERE id <> 'month'"
        );

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(69.999, 0.69999, "safe", true)]
    [InlineData(70, 0.7, "warning", true)]
    [InlineData(90, 0.9, "critical", true)]
    [InlineData(150, 1.5, "exceeded", true)]
    [InlineData(10, 0.1, "safe", false)]
    [Trait("Requirement", "B-57")]
    public async Task Get_SpentSoMuch_ShowsShareAndStatus(double spent, double share, string status, bool alert)
    {
        await CountAsync("month", 100, (decimal)spent, 3);

        var budget = await Owner.GetAsync(Door);

        Assert.Equal("month", budget.TextAt("scope"));
        Assert.Equal(100m, budget.At("limit_usd").GetDecimal());
        Assert.Equal((decimal)spent, budget.At("spent_usd").GetDecimal());
        Assert.Equal(3m, budget.At("risk_usd").GetDecimal());
        Assert.Equal(0m, budget.At("overrun_usd").GetDecimal());
        Assert.Equal((decimal)share, budget.At("percentage").GetDecimal());
        Assert.Equal(status, budget.TextAt("status"));
        Assert.Equal(alert, budget.At("should_alert").GetBoolean());
        Assert.Equal(1, budget.At("resets_at").GetDateTimeOffset().UtcDateTime.Day);
    }

    [Theory]
    [InlineData("{\"limit_usd\": 0}")]
    [InlineData("{}")]
    public async Task Get_LimitOfZeroOrNone_DividesNothing(string body)
    {
        Assert.Equal(200, (await Owner.PutAsync(Door, body)).Status);

        var budget = await Owner.GetAsync(Door);

        Assert.Equal("safe", budget.TextAt("status"));
        Assert.False(budget.Json.TryGetProperty("percentage", out _));
        Assert.False(budget.At("should_alert").GetBoolean());
    }

    [Fact]
    [Trait("Requirement", "B-58")]
    public async Task Alerts_ThresholdIsPassed_AreLoggedListedAndLeftForTheOwner()
    {
        await CountAsync("month", 100, 82.5m, 3);
        var alerts = _server.Services.GetRequiredService<BudgetAlerts>();

        await alerts.RunOnceAsync(TestContext.Current.CancellationToken);
        await alerts.RunOnceAsync(TestContext.Current.CancellationToken);

        var told = (await Owner.GetAsync($"{Door}/alerts")).At("data").EnumerateArray().ToList();
        Assert.Equal([0.8m, 0.5m], told.Select(alert => alert.GetProperty("threshold").GetDecimal()));
        Assert.Equal(0.825m, told[0].GetProperty("percentage").GetDecimal());
        Assert.Equal("month", told[0].GetProperty("scope").GetString());
        Assert.Matches("^2[0-9]{3}-[0-9]{2}$", told[0].GetProperty("month").GetString());
        Assert.False((await Owner.GetAsync(Door)).At("should_alert").GetBoolean());
        Assert.Single(
            _server.Logs.Lines,
            line =>
                line.StartsWith("Warning", StringComparison.Ordinal)
                && line.Contains("Budget month passed 80 % of its limit", StringComparison.Ordinal)
        );
        Assert.Equal(
            2,
            await _server.House.ScalarAsync<int>(
                """
                SELECT count(*) FROM notices n JOIN accounts a ON a.id = n.account_id
                WHERE a.owner AND n.type = 'budget.threshold' AND n.data->>'spent_usd' = '82.5'
                """
            )
        );
        var next = await Owner.GetAsync($"{Door}/alerts?cursor={told[0].GetProperty("id").GetInt64()}");
        Assert.Equal(0.5m, Assert.Single(next.At("data").EnumerateArray()).GetProperty("threshold").GetDecimal());
    }

    [Fact]
    [Trait("Requirement", "B-57")]
    public async Task Get_BudgetOfAnAccountAndAKey_AreFoundByTheirIds()
    {
        var caller = await _server.AddCallerAsync();
        var key = await _server.House.ScalarAsync<Guid>(
            "SELECT id FROM api_keys WHERE account_id = @AccountId",
            new { caller.AccountId }
        );
        await CountAsync("month", 100, 0, 0);
        await CountAsync($"account:{caller.AccountId}", 10, 9.5m, 0);

        var account = await Owner.GetAsync($"/admin/api/accounts/{caller.AccountId}/budget");
        var ofKey = await Owner.GetAsync($"/admin/api/keys/{key}/budget");
        var all = (await Owner.GetAsync("/admin/api/budgets")).At("data").EnumerateArray().ToList();

        Assert.Equal("critical", account.TextAt("status"));
        Assert.Equal(0.95m, account.At("percentage").GetDecimal());
        Assert.Equal("safe", ofKey.TextAt("status"));
        Assert.False(ofKey.Json.TryGetProperty("limit_usd", out _));
        Assert.Equal(
            [$"account:{caller.AccountId}", "month"],
            all.Select(budget => budget.GetProperty("scope").GetString())
        );
    }

    [Theory]
    [InlineData("/admin/api/accounts/0195d3a8-0000-7000-8000-000000000000/budget")]
    [InlineData("/admin/api/keys/0195d3a8-0000-7000-8000-000000000000/budget")]
    public async Task Get_OfNobody_Is404(string path) =>
        Refusal.IsProblem(await Owner.GetAsync(path), 404, "not_found");

    [Theory]
    [InlineData("/admin/api/budgets?cursor=x")]
    [InlineData("/admin/api/budgets?cursor=account:1")]
    [InlineData("/admin/api/budget/alerts?cursor=x")]
    [InlineData("/admin/api/budget/alerts?cursor=-1")]
    [InlineData("/admin/api/budget/alerts?cursor=99999999999999999999")]
    public async Task List_BadCursor_Is400(string path) =>
        Refusal.IsProblem(await Owner.GetAsync(path), 400, "invalid_request", "cursor");

    [Theory]
    [InlineData("/admin/api/budgets")]
    [InlineData("/admin/api/budget/alerts")]
    [InlineData("/admin/api/accounts/0195d3a8-0000-7000-8000-000000000000/budget")]
    public async Task Get_WithoutAdminScope_Is403(string path) =>
        Refusal.IsProblem(await (await _server.AddCallerAsync()).GetAsync(path), 403, "forbidden");

    private Task CountAsync(string scope, decimal limit, decimal spent, decimal risk) =>
        _server.House.ExecuteAsync(
            """
            INSERT INTO budgets (id, nanos, month, spent, risk)
            VALUES (@scope, @limit * 1e9, date_trunc('month', atelier.now() AT TIME ZONE 'UTC')::date, @spent * 1e9, @risk * 1e9)
            ON CONFLICT (id) DO UPDATE SET nanos = excluded.nanos, month = excluded.month, spent = excluded.spent,
              risk = excluded.risk
            """,
            new
            {
                scope,
                limit,
                spent,
                risk,
            }
        );

    /// <summary>A server that tells of budgets only when it is asked to.</summary>
    public sealed class QuietServer : IAsyncLifetime
    {
        public TestServer Server { get; } = new() { Replace = Quieten };

        public ValueTask InitializeAsync() => Server.InitializeAsync();

        public ValueTask DisposeAsync() => Server.DisposeAsync();

        private static void Quieten(IServiceCollection services) =>
            services.AddSingleton(of => new BudgetAlerts(
                of.GetRequiredService<BudgetAlertStore>(),
                new FakeTimeProvider(),
                of.GetRequiredService<ILogger<BudgetAlerts>>()
            ));
    }
}
