using Atelier.Data.Auditing;
using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Accounts;

/// <summary>Gives accounts the credits of a new month, each exactly once, and lets the rest of the past month's lapse.</summary>
public sealed class GrantStore(NpgsqlDataSource database)
{
    /// <summary>Moves some accounts on to this month, in one transaction.</summary>
    /// <returns>How many; 0 when all have it, or others are at the rest.</returns>
    public async Task<int> NextMonthAsync(int most, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var ids = await PickAsync(connection, transaction, most, cancellationToken);
        if (ids.Count == 0)
        {
            return 0;
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        // A statement of its own, so that it sees what was committed before the locks.
        batch.Add(GrantSql.NextSql, ids);
        batch.AddAudit(Actor.Service.Did("grant.month", null, details: $$"""{"accounts": {{ids.Count}}}"""));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return ids.Count;
    }

    private static async Task<List<Guid>> PickAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        int most,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(GrantSql.PickSql, most);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var ids = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetGuid(0));
        }

        return ids;
    }
}
