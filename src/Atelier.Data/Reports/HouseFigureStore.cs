using Atelier.Data.Budgets;
using Dapper;
using Npgsql;

namespace Atelier.Data.Reports;

/// <summary>Reads what a dashboard watches: rows that are counted already, and tables that are short by nature.</summary>
public sealed class HouseFigureStore(NpgsqlDataSource database)
{
    // Series cost their watcher; whoever has more budgets reads the report.
    private const int MostBudgets = 500;

    private const string RiskSql = """
        SELECT l.id, coalesce(sum(a.risk), 0)::bigint FROM lanes l LEFT JOIN attempts a
          ON a.lane = l.id AND a.state IN ('intent', 'submitted', 'answered', 'unknown')
        WHERE l.paid GROUP BY l.id ORDER BY l.id
        """;

    private const string BudgetSqlText = $"""
        SELECT id, nanos, CASE WHEN month < {BudgetSql.ThisMonth} THEN 0 ELSE spent END, risk FROM budgets
        WHERE nanos IS NOT NULL ORDER BY id <> 'month', id LIMIT @MostBudgets
        """;

    private const string QueueSqlText = """
        SELECT l.id, of.state, count(q.lane) FROM lanes l
          CROSS JOIN (VALUES ('ready'), ('waiting'), ('running'), ('held'), ('review')) AS of (state)
          LEFT JOIN (SELECT lane, CASE WHEN state = 'ready' AND NOT submit THEN 'waiting' ELSE state END AS state FROM queue) q
            ON q.lane = l.id AND q.state = of.state
        GROUP BY l.id, of.state ORDER BY l.id, of.state
        """;

    public async Task<HouseFigures> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var results = await connection.QueryMultipleAsync(
            new CommandDefinition(
                $"{RiskSql};\n{BudgetSqlText};\n{QueueSqlText}",
                new { MostBudgets },
                cancellationToken: cancellationToken
            )
        );
        return new HouseFigures(
            [.. await results.ReadAsync<(string, long)>()],
            [.. await results.ReadAsync<(string, long, long, long)>()],
            [.. await results.ReadAsync<(string, string, long)>()]
        );
    }
}
