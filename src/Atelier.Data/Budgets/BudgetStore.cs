using Atelier.Data.Costs;
using Dapper;
using Npgsql;

namespace Atelier.Data.Budgets;

/// <summary>The operator's budget: set it, look at it.</summary>
public sealed class BudgetStore(NpgsqlDataSource database)
{
    private const string CountSql = $"""
        INSERT INTO budgets (id, nanos, month, spent, risk)
        SELECT 'month', @nanos, {BudgetSql.ThisMonth},
          (SELECT coalesce(sum(c.nanos), 0) FROM costs c JOIN generations g ON g.id = c.generation_id
            WHERE {CostSql.IsSpent} AND c.created_at >= {BudgetSql.ThisMonth} AT TIME ZONE 'UTC'
              AND g.finished_at IS NOT NULL),
          (SELECT coalesce(sum(cost_reserved), 0) FROM generations WHERE finished_at IS NULL)
            + (SELECT coalesce(sum(c.nanos), 0) FROM costs c JOIN generations g ON g.id = c.generation_id
              WHERE g.finished_at IS NOT NULL AND {CostSql.IsOpen})
        ON CONFLICT (id) DO UPDATE SET nanos = excluded.nanos, month = excluded.month, spent = excluded.spent,
          risk = excluded.risk
        """;

    /// <summary>Sets the month's limit and counts anew what is spent and at risk.</summary>
    /// <param name="nanos">Nano-dollars; null takes the limit away.</param>
    public async Task SetAsync(long? nanos, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(
            "SELECT pg_advisory_xact_lock(@AdvisoryLock)",
            new { BudgetSql.AdvisoryLock },
            transaction
        );
        await connection.ExecuteAsync(CountSql, new { nanos }, transaction);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Whether somebody ever set or lifted the limit.</summary>
    public async Task<bool> IsSetAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(
            new CommandDefinition("SELECT EXISTS (SELECT FROM budgets)", cancellationToken: cancellationToken)
        );
    }

    /// <summary>The budget as it stands; null where there is no limit.</summary>
    public async Task<BudgetRow?> FindAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.AddBudgetLock();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadBudgetAsync(cancellationToken);
    }
}
