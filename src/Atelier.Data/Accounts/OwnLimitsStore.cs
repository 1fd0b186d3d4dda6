using Atelier.Data.Budgets;
using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Accounts;

/// <summary>Reads what an account has and may.</summary>
public sealed class OwnLimitsStore(NpgsqlDataSource database)
{
    private const string FindSql = $"""
        SELECT a.id, a.name, a.tier, a.guest, a.balance,
          (SELECT coalesce(sum(g.reserved), 0)::bigint FROM queue q JOIN generations g ON g.id = q.generation_id
            WHERE q.account_id = a.id),
          coalesce(t.monthly_credits, 0) * 1000, may.pictures, may.running,
          ({BudgetSql.ThisMonth} + interval '1 month')::date
        FROM accounts a {TierSql.May} LEFT JOIN tiers t ON t.name = {TierSql.Name} WHERE a.id = $1
        """;

    /// <summary>Of one account; null when there is none of this id.</summary>
    public async Task<OwnLimits?> FindAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(FindSql, accountId);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new OwnLimits(
                reader.GetGuid(0),
                reader.GetString(1),
                reader.GetString(2),
                reader.GetBoolean(3),
                reader.GetInt64(4),
                reader.GetInt64(5),
                reader.GetInt64(6),
                reader.IsDBNull(7) ? null : reader.GetInt32(7),
                reader.IsDBNull(8) ? null : reader.GetInt32(8),
                reader.GetFieldValue<DateOnly>(9)
            )
            : null;
    }
}
