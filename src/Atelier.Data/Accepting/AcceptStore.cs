using Atelier.Data.Budgets;
using Atelier.Data.Connections;
using Atelier.Data.Usage;
using Npgsql;

namespace Atelier.Data.Accepting;

/// <summary>Step 0 of a generation: idempotency, credits, rows and queue in one transaction, or nothing at all.</summary>
public sealed class AcceptStore(NpgsqlDataSource database)
{
    // The account row is the lock that makes limits exact: whoever wants to spend waits here.
    private const string LockAccountSql = "SELECT balance, daily_limit FROM accounts WHERE id = $1 FOR UPDATE";

    // Statements of their own, so that they see what the lock waited for.
    private const string FindKeySql = """
        SELECT fingerprint, generation_id FROM idempotency_keys
        WHERE account_id = $1 AND key = $2 AND expires_at > atelier.now()
        """;

    // What failed or was canceled cost nothing and is no answer to a new request.
    private const string FindUndeliveredSql = """
        SELECT id FROM generations
        WHERE account_id = $1 AND fingerprint = $2 AND key_id IS NOT DISTINCT FROM $3 AND delivered_at IS NULL
        AND state NOT IN ('failed', 'canceled') AND created_at > atelier.now() - interval '15 minutes'
        ORDER BY id DESC LIMIT 1
        """;

    // Only accounts with a limit are counted, and only up to it: a flood must not be counted again by each of its jobs.
    // Held rows count as a full house, so that a newcomer of the account does not overtake them.
    private const string HoldSql = """
        SELECT a.max_active IS NOT NULL AND (
          EXISTS (SELECT FROM queue WHERE account_id = a.id AND state = 'held')
          OR (SELECT count(*) FROM (SELECT FROM queue WHERE account_id = a.id AND state IN ('ready', 'running')
            LIMIT a.max_active) active) >= a.max_active)
        FROM accounts a WHERE a.id = $1
        """;

    public async Task<AcceptOutcome> AcceptAsync(AcceptOrder order, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var account = await ReadAsync(connection, transaction, order, cancellationToken);
        if (account.Fingerprint is { } known)
        {
            return Known(order.Idempotency!, known, account.KnownGeneration);
        }

        if (account.Undelivered is { } undelivered)
        {
            return new AcceptOutcome.Adopted(undelivered);
        }

        if (account.Balance < order.PriceEach * order.Count)
        {
            return new AcceptOutcome.TooFewCredits(account.Balance);
        }

        if (account.Budget?.HasRoom(order.CostReserved) == false)
        {
            return new AcceptOutcome.OverBudget();
        }

        if (account.Quota is { } quota && quota.Left < order.Count)
        {
            return new AcceptOutcome.OverQuota(quota.Limit, quota.Left, quota.ResetsIn);
        }

        await using var batch = AcceptBatch.Build(connection, transaction, order, account.Hold, account.Quota?.Day);
        batch.AddCommit();
        try
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (NpgsqlException exception) when (exception is not PostgresException)
        {
            // The connection broke: whether the server had committed by then is in the rows.
            if (!await LookAgainAsync(order, cancellationToken))
            {
                throw;
            }
        }

        return new AcceptOutcome.Accepted();
    }

    /// <summary>Whether a commit whose answer was lost took place. Waits for the account's lock, so that it is decided by now.</summary>
    /// <exception cref="OutcomeUnknownException">That cannot be found out.</exception>
    private async Task<bool> LookAgainAsync(AcceptOrder order, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await using var batch = new NpgsqlBatch(connection);
            batch.Add(LockAccountSql, order.AccountId);
            batch.Add("SELECT 1 FROM generations WHERE id = $1", order.GenerationId);
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            await reader.NextResultAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            throw new OutcomeUnknownException(order.GenerationId, exception);
        }
    }

    /// <summary>What the key stands for, before anything else is checked; null when it is new.</summary>
    public async Task<AcceptOutcome?> FindAsync(
        Guid accountId,
        Idempotency idempotency,
        CancellationToken cancellationToken
    )
    {
        await using var command = database.CreateCommand(FindKeySql);
        command.Parameters.Add(new() { Value = accountId });
        command.Parameters.Add(new() { Value = idempotency.Key });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? Known(idempotency, reader.GetFieldValue<byte[]>(0), reader.GetGuid(1))
            : null;
    }

    private static AcceptOutcome Known(Idempotency idempotency, byte[] fingerprint, Guid generationId) =>
        fingerprint.AsSpan().SequenceEqual(idempotency.Fingerprint)
            ? new AcceptOutcome.Replayed(generationId)
            : new AcceptOutcome.KeyConflict();

    private static async Task<AccountState> ReadAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        AcceptOrder order,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        // The order of locks: budget, account, limits, queue. Free work asks nothing of the budget.
        if (order.CostReserved > 0)
        {
            batch.AddBudgetLock();
        }

        batch.Add(LockAccountSql, order.AccountId);
        batch.Add(HoldSql, order.AccountId);
        batch.Add(FindUndeliveredSql, order.AccountId, Parameter.Bytes(order.Fingerprint), Parameter.Uuid(order.KeyId));
        batch.Add(FindKeySql, order.AccountId, Parameter.Text(order.Idempotency?.Key));
        batch.Add(UsageSql.Today, order.AccountId);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var budget = order.CostReserved > 0 ? await reader.ReadBudgetAsync(cancellationToken) : null;
        if (!await reader.ReadAsync(cancellationToken))
        {
            throw new InvalidOperationException($"Account {order.AccountId} does not exist.");
        }

        var (balance, limit) = (reader.GetInt64(0), reader.IsDBNull(1) ? (int?)null : reader.GetInt32(1));
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var state = new AccountState(balance, reader.GetBoolean(0)) { Budget = budget };
        await reader.NextResultAsync(cancellationToken);
        if (await reader.ReadAsync(cancellationToken))
        {
            state = state with { Undelivered = reader.GetGuid(0) };
        }

        await reader.NextResultAsync(cancellationToken);
        if (await reader.ReadAsync(cancellationToken))
        {
            state = state with { Fingerprint = reader.GetFieldValue<byte[]>(0), KnownGeneration = reader.GetGuid(1) };
        }

        await reader.NextResultAsync(cancellationToken);
        return limit is { } most ? state with { Quota = await reader.ReadQuotaAsync(most, cancellationToken) } : state;
    }

    private sealed record AccountState(long Balance, bool Hold)
    {
        public BudgetRow? Budget { get; init; }

        public Quota? Quota { get; init; }

        public Guid? Undelivered { get; init; }

        public byte[]? Fingerprint { get; init; }

        public Guid KnownGeneration { get; init; }
    }
}
