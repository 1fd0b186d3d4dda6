using Atelier.Data.Connections;
using Atelier.Data.Queue;
using Npgsql;

namespace Atelier.Data.Accepting;

/// <summary>Step 0 of a generation: idempotency, credits, rows and queue in one transaction, or nothing at all.</summary>
public sealed class AcceptStore(NpgsqlDataSource database)
{
    public async Task<AcceptOutcome> AcceptAsync(AcceptOrder order, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var judge = await AcceptReader.ReadAsync(connection, transaction, order, cancellationToken);
        var judgement = judge.Judge(order);
        if (judgement.Outcome is not AcceptOutcome.Accepted)
        {
            return judgement.Outcome;
        }

        await using var batch = AcceptBatch.Build(connection, transaction, order, judgement, judge.Budgets.Keys);
        batch.AddCommit();
        try
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (NpgsqlException exception) when (!exception.IsRefusal())
        {
            // The connection broke: whether the server had committed by then is in the rows.
            if (!await IsAcceptedAsync(order, cancellationToken))
            {
                throw;
            }
        }

        return judgement.Outcome;
    }

    /// <summary>Whether a commit whose answer was lost took place. Waits for the account's lock, so that it is decided by now.</summary>
    /// <exception cref="OutcomeUnknownException">That cannot be found out.</exception>
    internal async Task<bool> IsAcceptedAsync(AcceptOrder order, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await using var batch = new NpgsqlBatch(connection);
            batch.Add(AcceptReader.LockAccountSql, order.AccountId);
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
        await using var command = database.CreateCommand(AcceptReader.FindKeySql);
        command.Parameters.Add(new() { Value = accountId });
        command.Parameters.Add(new() { Value = idempotency.Key });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? AcceptJudge.Known(idempotency, reader.GetFieldValue<byte[]>(0), reader.GetGuid(1))
            : null;
    }
}
