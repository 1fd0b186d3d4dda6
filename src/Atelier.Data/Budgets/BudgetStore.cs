using Atelier.Data.Auditing;
using Atelier.Data.Connections;
using Atelier.Data.Costs;
using Npgsql;

namespace Atelier.Data.Budgets;

/// <summary>What the operator lets paid calls of a month cost: set it, look at it.</summary>
public sealed class BudgetStore(NpgsqlDataSource database)
{
    private static readonly Dictionary<string, string> CountSql = new()
    {
        ["month"] = CountOf("true"),
        ["account"] = CountOf("g.account_id = $2"),
        ["key"] = CountOf("g.key_id = $2"),
    };

    private const string FindSql = $"SELECT {BudgetSql.Columns} FROM budgets b WHERE b.id = $1 AND b.nanos IS NOT NULL";

    private const string AccountSql = """
        SELECT CASE $2 WHEN 'account' THEN (SELECT id FROM accounts WHERE id = $1)
          ELSE (SELECT account_id FROM api_keys WHERE id = $1) END
        """;

    /// <summary>Sets everybody's limit; see below.</summary>
    public Task SetAsync(long? nanos, CancellationToken cancellationToken) =>
        SetAsync(BudgetScope.Month, nanos, null, cancellationToken);

    /// <summary>Sets a limit and counts anew what is spent and at risk. Who accepts or ends meanwhile waits.</summary>
    /// <param name="nanos">Nano-dollars; null takes the limit away.</param>
    /// <param name="audit">Written with it; null for none.</param>
    public async Task SetAsync(BudgetScope scope, long? nanos, AuditEntry? audit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add("SELECT pg_advisory_xact_lock($1)", BudgetSql.AdvisoryLock);
        batch.Add(CountSql[scope.Kind], scope.Id, Parameter.Uuid(scope.Target), Parameter.BigInt(nanos));
        if (audit is not null)
        {
            batch.AddAudit(audit);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Whether somebody ever set or lifted everybody's limit.</summary>
    public async Task<bool> IsSetAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT EXISTS (SELECT FROM budgets WHERE id = 'month')");
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Everybody's budget as it stands; null where there is no limit.</summary>
    public Task<BudgetRow?> FindAsync(CancellationToken cancellationToken) =>
        FindAsync(BudgetScope.Month, cancellationToken);

    /// <summary>A budget as it stands; null where there is no limit.</summary>
    public async Task<BudgetRow?> FindAsync(BudgetScope scope, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(FindSql);
        command.Parameters.Add(new() { Value = scope.Id });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? BudgetSql.Read(reader, from: 0) : null;
    }

    /// <summary>The account that a budget is about, the key's where it is one of a key; null when there is no such account or key.</summary>
    public async Task<Guid?> FindAccountAsync(BudgetScope scope, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(AccountSql);
        command.Parameters.Add(Parameter.Uuid(scope.Target));
        command.Parameters.Add(new() { Value = scope.Kind });
        return await command.ExecuteScalarAsync(cancellationToken) as Guid?;
    }

    // Everybody waits meanwhile, so it reads what runs, what is open, and the bills of the month, and not all there ever was.
    private static string CountOf(string inScope) =>
        $"""
            INSERT INTO budgets (id, nanos, month, spent, risk)
            SELECT $1, $3, {BudgetSql.ThisMonth},
              (SELECT coalesce(sum(c.nanos), 0) FROM costs c JOIN generations g ON g.id = c.generation_id
                WHERE {CostSql.IsSpent} AND c.created_at >= {BudgetSql.ThisMonth} AT TIME ZONE 'UTC'
                  AND g.finished_at IS NOT NULL AND {inScope}),
              (SELECT coalesce(sum(g.cost_reserved), 0) FROM queue q JOIN generations g ON g.id = q.generation_id
                WHERE g.finished_at IS NULL AND {inScope})
                + (SELECT coalesce(sum(c.nanos), 0) FROM attempts a JOIN generations g ON g.id = a.generation_id
                  JOIN costs c ON c.generation_id = g.id AND c.attempt_id = a.id
                  WHERE a.state IN ('intent', 'submitted', 'answered', 'unknown') AND g.finished_at IS NOT NULL
                    AND {CostSql.IsOpen} AND {inScope})
            ON CONFLICT (id) DO UPDATE SET nanos = excluded.nanos, month = excluded.month, spent = excluded.spent,
              risk = excluded.risk
            """;
}
