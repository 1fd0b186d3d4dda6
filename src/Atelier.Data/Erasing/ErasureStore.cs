using System.Text.Json;
using Atelier.Data.Accounts;
using Atelier.Data.Auditing;
using Atelier.Data.Connections;
using Dapper;
using Npgsql;

namespace Atelier.Data.Erasing;

/// <summary>
/// Accounts that are to be forgotten. A wish closes the account at once; the rest is done in steps that can be repeated: its
/// work ends, its files go, and one transaction takes the words and leaves a tombstone that the books name.
/// </summary>
public sealed class ErasureStore(NpgsqlDataSource database, IEnumerable<IErasable> parts)
{
    // Whoever works on one has it for so long; another node goes on when that is over.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private const string ClaimSql = """
        UPDATE erasures SET next_at = atelier.now() + $1 WHERE id = (
          SELECT id FROM erasures WHERE state <> 'done' AND next_at <= atelier.now()
          ORDER BY next_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING account_id
        """;

    private const string PostponeSql = "UPDATE erasures SET next_at = atelier.now() + $2 WHERE account_id = $1";

    private const string IdleSql = """
        SELECT account_id FROM guests WHERE seen_at <= atelier.now() - $1 ORDER BY seen_at LIMIT $2
        """;

    /// <summary>Closes an account for good: its keys, sessions, cookies and signed addresses end in this moment.</summary>
    /// <param name="confirm">Its name or id; null where nobody is to be asked.</param>
    public async Task<ErasureOutcome> RequestAsync(
        Guid accountId,
        string? confirm,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var account = await LockAsync(connection, transaction, accountId, cancellationToken);
        if (account is not { } found)
        {
            return ErasureOutcome.NotFound;
        }

        if (found.Owner)
        {
            return ErasureOutcome.Owner;
        }

        if (
            confirm is not null
            && confirm != found.Name
            && !string.Equals(confirm, accountId.ToString(), StringComparison.OrdinalIgnoreCase)
        )
        {
            return ErasureOutcome.NotConfirmed;
        }

        if (await FindAsync(connection, transaction, accountId, cancellationToken) is not null)
        {
            return ErasureOutcome.Requested;
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.AddClose(accountId);
        batch.AddAudit(actor.Did("account.erase", accountId));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return ErasureOutcome.Requested;
    }

    /// <summary>Guests who did not come for so long.</summary>
    public async Task<IReadOnlyList<Guid>> IdleGuestsAsync(TimeSpan life, int most, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ReadIdsAsync(IdleSql, [life, most], cancellationToken);
    }

    /// <summary>The account whose turn it is; nobody else gets it for a while. Null when none is due.</summary>
    public async Task<Guid?> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return (await connection.ReadIdsAsync(ClaimSql, [Lease], cancellationToken)).Cast<Guid?>().SingleOrDefault();
    }

    /// <summary>Lets go of an account until later.</summary>
    public async Task PostponeAsync(Guid accountId, TimeSpan by, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(PostponeSql, accountId, by);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Generations of the account that have not ended.</summary>
    public async Task<IReadOnlyList<Guid>> RunningAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ReadIdsAsync(
            "SELECT generation_id FROM queue WHERE account_id = $1",
            [accountId],
            cancellationToken
        );
    }

    /// <summary>Takes the credits that ended work gave back, so that nothing new can be paid with them.</summary>
    public async Task DrainAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await LockAsync(connection, transaction, accountId, cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.AddDrain(accountId);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Whether nothing of the account runs any more.</summary>
    public async Task<bool> IsQuietAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(ErasureSql.IsQuietSql, accountId);
        return (bool)(await batch.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Takes all words and leaves the tombstone, in one transaction.</summary>
    /// <returns>False when something runs after all or files are left; nothing was written.</returns>
    public async Task<bool> FinishAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await LockAsync(connection, transaction, accountId, cancellationToken);
        if (!await MayFinishAsync(connection, transaction, accountId, cancellationToken))
        {
            return false;
        }

        var removed = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            removed[part.Name] =
                removed.GetValueOrDefault(part.Name)
                + await part.EraseAsync(connection, transaction, accountId, cancellationToken);
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.AddTombstone(accountId, JsonSerializer.Serialize(removed));
        batch.AddAudit(Actor.Service.Did("account.erased", accountId));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>How far it is; null when nobody asked for it.</summary>
    public async Task<ErasureRow?> FindAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await FindAsync(connection, null, accountId, cancellationToken);
    }

    // On the connection that holds the locks: whoever waits for another one in the pool may wait for those who want them.
    private static Task<ErasureRow?> FindAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction? transaction,
        Guid accountId,
        CancellationToken cancellationToken
    ) =>
        connection.QuerySingleOrDefaultAsync<ErasureRow>(
            new CommandDefinition(
                """
                SELECT id, account_id AS AccountId, state, requested_at AS RequestedAt, finished_at AS FinishedAt,
                  removed::text AS RemovedJson, kept::text AS KeptJson
                FROM erasures WHERE account_id = @accountId
                """,
                new { accountId },
                transaction,
                cancellationToken: cancellationToken
            )
        );

    private static async Task<(string Name, bool Owner)?> LockAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Guid accountId,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(ErasureSql.LockSql, accountId);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetString(0), reader.GetBoolean(1)) : null;
    }

    private static async Task<bool> MayFinishAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Guid accountId,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(ErasureSql.IsQuietSql, accountId);
        batch.Add(ErasureSql.HasFilesSql, accountId);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var quiet = reader.GetBoolean(0);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return quiet && !reader.GetBoolean(0);
    }
}
