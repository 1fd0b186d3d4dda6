using System.Globalization;
using Atelier.Data.Accepting;
using Atelier.Data.Auditing;
using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Accounts;

/// <summary>Credits that an operator gives or takes by hand.</summary>
public sealed class CreditStore(NpgsqlDataSource database)
{
    private const string LockSql = "SELECT balance, closed_at IS NOT NULL FROM accounts WHERE id = $1 FOR UPDATE";

    private const string FindSql = "SELECT entry, fingerprint FROM credit_orders WHERE account_id = $1 AND key = $2";

    private const string BookSql = """
        WITH booked AS (
          INSERT INTO ledger (account_id, entry, amount, reason)
          VALUES ($1, CASE WHEN $2 > 0 THEN 'grant' ELSE 'adjust' END, $2, 'by hand') RETURNING id),
        noted AS (
          INSERT INTO credit_orders (entry, account_id, key, fingerprint, reason) SELECT id, $1, $3, $4, $5 FROM booked),
        changed AS (
          UPDATE accounts SET balance = balance + $2, updated_at = atelier.now() WHERE id = $1)
        SELECT id FROM booked
        """;

    /// <summary>Books credits once for each Idempotency-Key.</summary>
    /// <param name="amount">Thousandths of a credit; below 0 takes them away.</param>
    public async Task<CreditOutcome> BookAsync(
        Guid accountId,
        long amount,
        string reason,
        Idempotency? idempotency,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await LockAsync(connection, transaction, accountId, cancellationToken) is not { } account)
        {
            return new CreditOutcome.NotFound();
        }

        if (
            idempotency is not null
            && await FindAsync(connection, transaction, accountId, idempotency, cancellationToken) is { } known
        )
        {
            return known.Same
                ? new CreditOutcome.Booked(known.Entry, account.Balance)
                : new CreditOutcome.KeyConflict();
        }

        if (account.Closed)
        {
            return new CreditOutcome.Closed();
        }

        if (account.Balance + amount < 0)
        {
            return new CreditOutcome.TooFew(account.Balance);
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(
            BookSql,
            accountId,
            amount,
            Parameter.Text(idempotency?.Key),
            Parameter.Bytes(idempotency?.Fingerprint),
            reason
        );
        var details = string.Create(CultureInfo.InvariantCulture, $$"""{"credits": {{amount / 1000m}}}""");
        batch.AddAudit(actor.Did("account.credits", accountId, details: details));
        var entry = (long)(await batch.ExecuteScalarAsync(cancellationToken))!;
        await transaction.CommitAsync(cancellationToken);
        return new CreditOutcome.Booked(entry, account.Balance + amount);
    }

    private static async Task<(long Balance, bool Closed)?> LockAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Guid accountId,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(LockSql, accountId);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetInt64(0), reader.GetBoolean(1)) : null;
    }

    private static async Task<(long Entry, bool Same)?> FindAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Guid accountId,
        Idempotency idempotency,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(FindSql, accountId, idempotency.Key);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1).AsSpan().SequenceEqual(idempotency.Fingerprint))
            : null;
    }
}
