using System.Text.Json;
using Atelier.Data.Reports;
using Atelier.TestKit.Racing;
using Dapper;

namespace Atelier.Data.Tests.Reports;

public sealed class BudgetAlertTests : ReportStoreTests
{
    [Theory]
    [InlineData(499, "")]
    [InlineData(500, "50")]
    [InlineData(799, "50")]
    [InlineData(800, "50 80")]
    [InlineData(949, "50 80")]
    [InlineData(950, "50 80 95")]
    [InlineData(4000, "50 80 95")]
    [Trait("Requirement", "B-58")]
    public async Task RaiseAsync_SpentSoMuch_RaisesEachThresholdOnce(long spent, string thresholds)
    {
        await CountedAsync("month", 1000, spent, 7);

        Assert.Equal(thresholds.Length > 0, (await Standings.FindAsync("month", Cancel)).ShouldAlert);
        var raised = await Alerts.RaiseAsync(Cancel);

        Assert.Equal(thresholds, string.Join(' ', raised.Select(alert => alert.Threshold)));
        Assert.All(raised, alert => Assert.Equal((1000L, spent, 7L), (alert.Limit, alert.Spent, alert.Risk)));
        Assert.False((await Standings.FindAsync("month", Cancel)).ShouldAlert);
        Assert.Empty(await Alerts.RaiseAsync(Cancel));
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(null)]
    public async Task RaiseAsync_LimitOfZeroOrNone_TellsNothing(long? limit)
    {
        await CountedAsync("month", limit, 100);

        Assert.Empty(await Alerts.RaiseAsync(Cancel));
        Assert.False((await Standings.FindAsync("month", Cancel)).ShouldAlert);
    }

    [Fact]
    [Trait("Requirement", "B-58")]
    public async Task RaiseAsync_MoneyIsSpentStepByStep_TellsOfEachStepWithTheFiguresOfThen()
    {
        var owner = await OwnerAsync();
        var account = await House.AddAccountAsync(100, cancellationToken: Cancel);
        await Budgets.SetAsync(2000, Cancel);
        var steps = new List<string>();

        foreach (var nanos in new long[] { 900, 200, 600, 200 })
        {
            await SpendAsync(account, nanos);
            steps.Add(string.Join(' ', (await Alerts.RaiseAsync(Cancel)).Select(alert => alert.Threshold)));
        }

        Assert.Equal(["", "50", "80", "95"], steps);
        var notices = await NoticesAsync(owner);
        Assert.Equal([0.5m, 0.8m, 0.95m], notices.Select(notice => notice.GetProperty("threshold").GetDecimal()));
        Assert.Equal([0.55m, 0.85m, 0.95m], notices.Select(notice => notice.GetProperty("percentage").GetDecimal()));
        Assert.Equal(
            ["limit_usd", "percentage", "risk_usd", "scope", "spent_usd", "threshold"],
            notices[0].EnumerateObject().Select(field => field.Name).Order()
        );
        Assert.Equal("month", notices[0].GetProperty("scope").GetString());
        Assert.Equal(0.000002m, notices[0].GetProperty("limit_usd").GetDecimal());
        Assert.Empty(await NoticesAsync(account));
    }

    [Fact]
    [Trait("Requirement", "B-58")]
    public async Task RaiseAsync_TwentyAtOnceOnTwoNodes_TellEachThresholdOnce()
    {
        var owner = await OwnerAsync();
        var nodes = new[] { new BudgetAlertStore(AddNode()), new BudgetAlertStore(AddNode()) };
        var accounts = new List<Guid>();
        for (var index = 0; index < 5; index++)
        {
            accounts.Add(await House.AddAccountAsync(1, cancellationToken: Cancel));
            await CountedAsync($"account:{accounts[index]}", 100, 85);
        }

        await CountedAsync("month", 100, 96);

        var raised = await Together.RunAsync(20, index => nodes[index % 2].RaiseAsync(Cancel));

        var all = raised.SelectMany(alerts => alerts).Select(alert => (alert.Scope, alert.Threshold)).ToList();
        Assert.Equal(13, all.Count);
        Assert.Distinct(all);
        Assert.Equal(13, (await NoticesAsync(owner)).Count);
        foreach (var account in accounts)
        {
            Assert.Equal(2, (await NoticesAsync(account)).Count);
        }

        Assert.Equal(13, (await Alerts.ListAsync(null, 100, Cancel)).Count);
    }

    [Fact]
    [Trait("Requirement", "B-58")]
    public async Task RaiseAsync_LimitIsRaised_DoesNotTellTheSameAgain()
    {
        await CountedAsync("month", 1000, 600);
        Assert.Equal(50, Assert.Single(await Alerts.RaiseAsync(Cancel)).Threshold);

        await CountedAsync("month", 2000, 600);
        Assert.Empty(await Alerts.RaiseAsync(Cancel));
        await CountedAsync("month", 2000, 1100);
        Assert.Empty(await Alerts.RaiseAsync(Cancel));
        Assert.False((await Standings.FindAsync("month", Cancel)).ShouldAlert);

        await CountedAsync("month", 2000, 1700);
        Assert.Equal(80, Assert.Single(await Alerts.RaiseAsync(Cancel)).Threshold);
    }

    [Fact]
    [Trait("Requirement", "B-58")]
    public async Task RaiseAsync_NextMonth_BeginsAnew()
    {
        await Budgets.SetAsync(100, Cancel);
        var account = await House.AddAccountAsync(100, cancellationToken: Cancel);
        await SpendAsync(account, 60);
        Assert.Single(await Alerts.RaiseAsync(Cancel));
        await NextMonthAsync();

        // What was spent last month is not this one's.
        Assert.Empty(await Alerts.RaiseAsync(Cancel));
        await SpendAsync(account, 60);
        Assert.True((await Standings.FindAsync("month", Cancel)).ShouldAlert);
        var second = Assert.Single(await Alerts.RaiseAsync(Cancel));

        var told = await Alerts.ListAsync(null, 10, Cancel);
        Assert.Equal([50, 50], told.Select(alert => alert.Threshold));
        Assert.Equal(second, told[0]);
        Assert.Equal(told[1].Month.AddMonths(1), told[0].Month);
        Assert.Equal([told[1]], await Alerts.ListAsync(told[0].Id, 10, Cancel));
    }

    [Fact]
    [Trait("Requirement", "B-58")]
    public async Task RaiseAsync_BudgetOfAnAccountOrAKey_TellsTheOwnerAndTheAccount()
    {
        var owner = await OwnerAsync();
        var (one, _) = await AccountWithKeyAsync();
        var (two, key) = await AccountWithKeyAsync();
        await CountedAsync($"account:{one}", 100, 50);
        await CountedAsync($"key:{key}", 100, 50);
        // One who is gone, and the owner's own, whom nobody needs to tell twice.
        await CountedAsync($"account:{Guid.CreateVersion7()}", 100, 50);
        await CountedAsync($"account:{owner}", 100, 50);

        Assert.Equal(4, (await Alerts.RaiseAsync(Cancel)).Count);

        Assert.Equal(4, (await NoticesAsync(owner)).Count);
        Assert.Equal($"account:{one}", Assert.Single(await NoticesAsync(one)).GetProperty("scope").GetString());
        Assert.Equal($"key:{key}", Assert.Single(await NoticesAsync(two)).GetProperty("scope").GetString());
    }

    private async Task<List<JsonElement>> NoticesAsync(Guid account)
    {
        await using var connection = await House.Data.OpenConnectionAsync(Cancel);
        var rows = await connection.QueryAsync<string>(
            "SELECT data::text FROM notices WHERE account_id = @account AND type = 'budget.threshold' ORDER BY id",
            new { account }
        );
        return [.. rows.Select(row => JsonSerializer.Deserialize<JsonElement>(row))];
    }
}
