using Atelier.Data.Budgets;
using Atelier.Data.Ledger;
using Atelier.TestKit.Houses;
using Dapper;

namespace Atelier.Engine.Tests.Nodes;

/// <summary>Counts both books anew, with queries of its own, and lays the wires' bills beside them.</summary>
internal static class Books
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    /// <summary>Asserts all that must hold at any time when nothing is being written.</summary>
    public static async Task AssertAsync(TestHouse house, params TestWire[] wires)
    {
        Assert.Empty((await new LedgerStore(house.Data).CheckAsync(Cancel)).Problems);
        Assert.Equal(0L, await house.ScalarAsync<long>(WithoutItsRiskSql));
        Assert.Equal(0L, await house.ScalarAsync<long>(WronglyOpenSql));
        foreach (var wire in wires)
        {
            var cost = await SumAsync(house, wire, "'cost', 'overrun'");
            var open = await house.ScalarAsync<long>(OpenSql, new { provider = wire.Id });
            Assert.InRange(wire.Billed, cost, cost + open);
        }

        await AssertBudgetAsync(house);
    }

    /// <summary>The operator's book of a generation, in order, in thousandths of a dollar: <c>risk 40, cost 10</c>.</summary>
    public static async Task<string> OfAsync(TestHouse house, Guid generation) =>
        await house.ScalarAsync<string>(
            "SELECT string_agg(entry || ' ' || nanos / 1000000, ', ' ORDER BY id) FROM costs WHERE generation_id = @generation",
            new { generation }
        ) ?? "";

    private const string WithoutItsRiskSql = """
        SELECT count(*) FROM attempts a
        WHERE (SELECT coalesce(sum(nanos), -1) FROM costs c WHERE c.attempt_id = a.id AND entry = 'risk') <> a.risk
        """;

    // What is live stands open, what has ended does not.
    private const string WronglyOpenSql = """
        SELECT count(*) FROM attempts a
        WHERE (SELECT count(*) FROM costs c WHERE c.attempt_id = a.id AND entry IN ('cost', 'clear', 'write_off'))
          <> CASE WHEN a.state IN ('intent', 'submitted', 'answered', 'unknown') THEN 0 ELSE 1 END
        """;

    private const string OpenSql = """
        SELECT coalesce(sum(r.nanos), 0)::bigint FROM costs r
        WHERE r.provider = @provider AND r.entry = 'risk' AND NOT EXISTS (SELECT FROM costs e
          WHERE e.attempt_id = r.attempt_id AND e.entry IN ('cost', 'clear'))
        """;

    private static Task<long> SumAsync(TestHouse house, TestWire wire, string entries) =>
        house.ScalarAsync<long>(
            $"SELECT coalesce(sum(nanos), 0)::bigint FROM costs WHERE provider = @Id AND entry IN ({entries})",
            new { wire.Id }
        );

    /// <summary>Asserts that the counters are what a recount finds.</summary>
    private static async Task AssertBudgetAsync(TestHouse house)
    {
        if (await new BudgetStore(house.Data).FindAsync(Cancel) is not { } budget)
        {
            return;
        }

        await using var connection = await house.Data.OpenConnectionAsync(Cancel);
        var (spent, risk) = await connection.QuerySingleAsync<(long Spent, long Risk)>(
            """
            SELECT (SELECT coalesce(sum(c.nanos), 0)::bigint FROM costs c JOIN generations g ON g.id = c.generation_id
                WHERE c.entry IN ('cost', 'overrun', 'write_off') AND g.finished_at IS NOT NULL),
              (SELECT coalesce(sum(cost_reserved), 0)::bigint FROM generations WHERE finished_at IS NULL)
              + (SELECT coalesce(sum(r.nanos), 0)::bigint FROM costs r JOIN generations g ON g.id = r.generation_id
                WHERE g.finished_at IS NOT NULL AND r.entry = 'risk' AND NOT EXISTS (SELECT FROM costs e
                  WHERE e.attempt_id = r.attempt_id AND e.entry IN ('cost', 'clear', 'write_off')))
            """
        );
        Assert.Equal((spent, risk), (budget.Spent, budget.Risk));
        Assert.InRange(budget.Spent + budget.Risk, 0, budget.Limit);
    }
}
