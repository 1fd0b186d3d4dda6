using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Accepting;

/// <summary>Step 0 of a generation: idempotency, credits, rows and queue in one transaction, or nothing at all.</summary>
public sealed class AcceptStore(NpgsqlDataSource database)
{
    // The account row is the lock that makes limits exact: whoever wants to spend waits here.
    private const string LockAccountSql = "SELECT balance, max_active FROM accounts WHERE id = $1 FOR UPDATE";

    // Statements of their own, so that they see what the lock waited for.
    private const string FindKeySql = """
        SELECT fingerprint, generation_id FROM idempotency_keys
        WHERE account_id = $1 AND key = $2 AND expires_at > atelier.now()
        """;

    private const string CountActiveSql =
        "SELECT count(*) FROM queue WHERE account_id = $1 AND state IN ('ready', 'running')";

    public async Task<AcceptOutcome> AcceptAsync(AcceptOrder order, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var account = await ReadAsync(connection, transaction, order, cancellationToken);
        if (account.Fingerprint is { } known)
        {
            return known.AsSpan().SequenceEqual(order.Idempotency!.Fingerprint)
                ? new AcceptOutcome.Replayed(account.KnownGeneration)
                : new AcceptOutcome.KeyConflict();
        }

        if (account.Balance < order.PriceEach * order.Count)
        {
            return new AcceptOutcome.TooFewCredits(account.Balance);
        }

        var held = account.MaxActive is { } most && account.Active >= most;
        await using var batch = AcceptBatch.Build(connection, transaction, order, held);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new AcceptOutcome.Accepted();
    }

    private static async Task<AccountState> ReadAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        AcceptOrder order,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(LockAccountSql, order.AccountId);
        batch.Add(CountActiveSql, order.AccountId);
        batch.Add(FindKeySql, order.AccountId, Parameter.Text(order.Idempotency?.Key));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            throw new InvalidOperationException($"Account {order.AccountId} does not exist.");
        }

        var state = new AccountState(reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetInt32(1));
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        state = state with { Active = reader.GetInt64(0) };
        await reader.NextResultAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? state with
            {
                Fingerprint = reader.GetFieldValue<byte[]>(0),
                KnownGeneration = reader.GetGuid(1),
            }
            : state;
    }

    private sealed record AccountState(long Balance, int? MaxActive)
    {
        public long Active { get; init; }

        public byte[]? Fingerprint { get; init; }

        public Guid KnownGeneration { get; init; }
    }
}
