using Atelier.Core.States;
using Atelier.Data.Connections;
using Atelier.Data.Queue;
using Npgsql;

namespace Atelier.Data.Generations;

/// <summary>The last transaction of a generation: pictures, slots, money, event and queue row, all or nothing.</summary>
public sealed class EndStore(NpgsqlDataSource database)
{
    private const string LockAccountSql = "SELECT 1 FROM accounts WHERE id = $1 FOR UPDATE";

    private const string FenceSql = """
        SELECT g.price_each, g.reserved FROM queue q JOIN generations g ON g.id = q.generation_id
        WHERE q.generation_id = $1 AND q.epoch = $2 AND q.state = 'running' FOR UPDATE OF q
        """;

    private const string CancelFenceSql = """
        SELECT q.state, g.state, g.price_each, g.reserved FROM queue q JOIN generations g ON g.id = q.generation_id
        WHERE q.generation_id = $1 AND g.account_id = $2 FOR UPDATE OF q
        """;

    /// <summary>Ends a claimed generation and settles what was delivered.</summary>
    /// <returns>Null when the claim was lost: then nothing was written.</returns>
    public async Task<Ended?> EndAsync(Claim claim, Ending ending, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await FenceAsync(connection, transaction, claim, cancellationToken) is not { } money)
        {
            return null;
        }

        var settled = money.PriceEach * ending.Delivered.Count;
        await using var batch = EndBatch.Build(connection, transaction, claim, ending, settled, money.Reserved);
        batch.AddCommit();
        return new Ended(await ExecuteAsync(batch, cancellationToken));
    }

    /// <summary>Cancels at once what nobody works on, and marks what somebody does.</summary>
    public async Task<CancelOutcome> CancelAsync(Guid generationId, Guid accountId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await LockAccountAsync(connection, transaction, accountId, cancellationToken);
        await using var command = new NpgsqlCommand(CancelFenceSql, connection, transaction);
        command.Parameters.Add(new() { Value = generationId });
        command.Parameters.Add(new() { Value = accountId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return CancelOutcome.NotRunning;
        }

        var working = reader.GetString(0) == "running";
        var state = GenerationStates.TryParse(reader.GetString(1));
        var reserved = reader.GetInt64(3);
        await reader.DisposeAsync();
        if (working && state >= GenerationState.PostProcessing)
        {
            return CancelOutcome.TooLate;
        }

        if (working)
        {
            await MarkCanceledAsync(connection, transaction, generationId, cancellationToken);
        }
        else
        {
            var ending = Ending.Without(GenerationState.Canceled, "canceled", "Canceled by the caller.");
            var claim = new Claim(generationId, accountId, Epoch: 0);
            await using var batch = EndBatch.Build(connection, transaction, claim, ending, 0, reserved);
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return working ? CancelOutcome.Requested : CancelOutcome.Canceled;
    }

    /// <summary>Locks the account and the claim; what the generation costs, or null when the claim was lost.</summary>
    private static async Task<(long PriceEach, long Reserved)?> FenceAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Claim claim,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(LockAccountSql, claim.AccountId);
        batch.Add(FenceSql, claim.GenerationId, claim.Epoch);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetInt64(0), reader.GetInt64(1)) : null;
    }

    // Of all statements only the promotion answers rows.
    private static async Task<string?> ExecuteAsync(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        string? lane = null;
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        do
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                lane = reader.GetString(0);
            }
        } while (await reader.NextResultAsync(cancellationToken));

        return lane;
    }

    private static async Task LockAccountAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Guid accountId,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(LockAccountSql, connection, transaction);
        command.Parameters.Add(new() { Value = accountId });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task MarkCanceledAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Guid generationId,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(
            "UPDATE generations SET cancel_requested_at = coalesce(cancel_requested_at, atelier.now()) WHERE id = $1",
            connection,
            transaction
        );
        command.Parameters.Add(new() { Value = generationId });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
