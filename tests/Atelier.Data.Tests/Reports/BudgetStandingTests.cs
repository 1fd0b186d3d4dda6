using Atelier.Data.Reports;

namespace Atelier.Data.Tests.Reports;

public sealed class BudgetStandingTests : ReportStoreTests
{
    [Theory]
    [InlineData(1000L, 0, BudgetStatus.Safe)]
    [InlineData(1000L, 699, BudgetStatus.Safe)]
    [InlineData(1000L, 700, BudgetStatus.Warning)]
    [InlineData(1000L, 899, BudgetStatus.Warning)]
    [InlineData(1000L, 900, BudgetStatus.Critical)]
    [InlineData(1000L, 999, BudgetStatus.Critical)]
    [InlineData(1000L, 1000, BudgetStatus.Exceeded)]
    [InlineData(1000L, 5000, BudgetStatus.Exceeded)]
    // Of nothing, nothing is safe and anything too much.
    [InlineData(0L, 0, BudgetStatus.Safe)]
    [InlineData(0L, 1, BudgetStatus.Exceeded)]
    [InlineData(null, 5000, BudgetStatus.Safe)]
    [InlineData(long.MaxValue, long.MaxValue - 1, BudgetStatus.Critical)]
    [Trait("Requirement", "B-57")]
    public async Task FindAsync_SpentAndLimit_GiveTheStatus(long? limit, long spent, BudgetStatus status)
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        await CountedAsync($"account:{account}", limit, spent);

        var budget = await Standings.FindAsync($"account:{account}", Cancel);

        Assert.Equal((limit, status), (budget.Limit, budget.Status));
        // Without a limit the counter counts nothing, and the book is asked: there is nothing in it.
        Assert.Equal(limit is null ? 0 : spent, budget.Spent);
        Assert.Equal(limit is > 0 ? (decimal?)decimal.Round((decimal)spent / limit.Value, 6) : null, budget.Share);
    }

    [Fact]
    [Trait("Requirement", "B-57")]
    public async Task FindAsync_WorkOfEveryKind_ShowsSpentRiskAndOverrunApart()
    {
        await Budgets.SetAsync(1000, Cancel);
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        await SpendAsync(account, 60);
        await SpendAsync(account, Risk + 40);
        await EndedUnknownAsync(PaidOrder(account));

        var budget = await Standings.FindAsync(BudgetStanding.Month, Cancel);

        Assert.Equal(1000, budget.Limit);
        Assert.Equal((60 + Risk + 40, Risk, 40L), (budget.Spent, budget.Risk, budget.Overrun));
        Assert.Equal(0.2m, budget.Share);
        Assert.Equal(
            await House.ScalarAsync<DateTime>(
                "SELECT (date_trunc('month', atelier.now() AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC'"
            ),
            budget.ResetsAt.UtcDateTime
        );
    }

    [Fact]
    public async Task FindAsync_NoLimit_TellsWhatTheBookSaysOfEachScope()
    {
        var (one, key) = await AccountWithKeyAsync();
        var other = await House.AddAccountAsync(10, cancellationToken: Cancel);
        await SpendAsync(one, 60, key);
        await SpendAsync(one, Risk + 5);
        await SpendAsync(other, 7);
        await EndedUnknownAsync(PaidOrder(other));

        Assert.Equal((172L, 100L, 5L), await ReadAsync(BudgetStanding.Month));
        Assert.Equal((165L, 0L, 5L), await ReadAsync($"account:{one}"));
        Assert.Equal((7L, 100L, 0L), await ReadAsync($"account:{other}"));
        Assert.Equal((60L, 0L, 0L), await ReadAsync($"key:{key}"));
        Assert.Equal((0L, 0L, 0L), await ReadAsync($"account:{Guid.CreateVersion7()}"));
    }

    [Fact]
    public async Task FindAsync_NextMonth_BeginsAnewAndKeepsTheRisk()
    {
        await Budgets.SetAsync(1000, Cancel);
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        await SpendAsync(account, Risk + 40);
        await EndedUnknownAsync(PaidOrder(account));
        await NextMonthAsync();

        Assert.Equal((0L, Risk, 0L), await ReadAsync(BudgetStanding.Month));
        Assert.Equal((0L, Risk, 0L), await ReadAsync($"account:{account}"));
    }

    [Fact]
    public async Task ListAsync_ByScope_GoesThroughAllOnce()
    {
        var scopes = Enumerable
            .Range(0, 5)
            .Select(index => $"{(index % 2 == 0 ? "account" : "key")}:{Guid.CreateVersion7()}")
            .Append(BudgetStanding.Month)
            .Order(StringComparer.Ordinal)
            .ToList();
        foreach (var scope in scopes)
        {
            await CountedAsync(scope, 10, 1, 2);
        }

        var seen = new List<BudgetStanding>();
        while (await Standings.ListAsync(seen.LastOrDefault()?.Scope, 2, Cancel) is { Count: > 0 } page)
        {
            seen.AddRange(page);
        }

        Assert.Equal(scopes, seen.Select(budget => budget.Scope));
        Assert.All(seen, budget => Assert.Equal((10L, 1L, 2L), (budget.Limit!.Value, budget.Spent, budget.Risk)));
    }

    private async Task<(long Spent, long Risk, long Overrun)> ReadAsync(string scope)
    {
        var budget = await Standings.FindAsync(scope, Cancel);
        Assert.Equal(scope, budget.Scope);
        return (budget.Spent, budget.Risk, budget.Overrun);
    }
}
