using Atelier.Core.States;
using Atelier.Data.Budgets;
using Atelier.Data.Connections;
using Atelier.Data.Queue;
using Atelier.Data.Reviews;
using Npgsql;

namespace Atelier.Data.Generations;

/// <summary>The last transaction of a generation: pictures, slots, money, event and queue row, all or nothing.</summary>
public sealed class EndStore(NpgsqlDataSource database)
{
    private const string LockAccountSql = "SELECT 1 FROM accounts WHERE id = $1 FOR UPDATE";

    private const string FenceSql = $"""
        SELECT {EndMoney.Columns} FROM queue q JOIN generations g ON g.id = q.generation_id
        WHERE q.generation_id = $1 AND q.epoch = $2 AND q.state = 'running' FOR UPDATE OF q
        """;

    private const string CancelFenceSql = $"""
        SELECT {EndMoney.Columns}, q.state, g.state, EXISTS (SELECT FROM attempts a WHERE a.generation_id = g.id
          AND a.state IN ('intent', 'submitted', 'answered', 'unknown'))
        FROM queue q JOIN generations g ON g.id = q.generation_id
        WHERE q.generation_id = $1 AND g.account_id = $2 FOR UPDATE OF q
        """;

    /// <summary>Ends a claimed generation and settles what was delivered.</summary>
    /// <returns>Null when the claim was lost: then nothing was written.</returns>
    public async Task<Ended?> EndAsync(Claim claim, Ending ending, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await FenceAsync(connection, transaction, claim, ending.Paid, cancellationToken) is not { } money)
        {
            return null;
        }

        await using var batch = EndBatch.Build(connection, transaction, claim, ending, money);
        batch.AddCommit();
        return new Ended(await ExecuteAsync(batch, cancellationToken));
    }

    /// <summary>Cancels at once what nothing was sent for, and marks the rest.</summary>
    public async Task<CancelOutcome> CancelAsync(Guid generationId, Guid accountId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var found = await FindCancelableAsync(connection, transaction, generationId, accountId, cancellationToken);
        if (found is not { } work)
        {
            return CancelOutcome.NotRunning;
        }

        if (work.State >= GenerationState.PostProcessing)
        {
            return CancelOutcome.TooLate;
        }

        // In review nobody works on it, whatever call is still unknown: that is looked after when it has ended.
        var review = work.State == GenerationState.Review;
        var wait = !review && (work.Working || work.Sent);
        if (wait)
        {
            await MarkCanceledAsync(connection, transaction, generationId, work.Sent, cancellationToken);
        }
        else
        {
            var ending = Ending.Without(GenerationState.Canceled, "canceled", "Canceled by the caller.");
            var claim = new Claim(generationId, accountId, Epoch: 0);
            await using var batch = EndBatch.Build(connection, transaction, claim, ending, work.Money);
            if (review)
            {
                batch.AddWithdrawal(generationId);
            }

            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return wait ? CancelOutcome.Requested : CancelOutcome.Canceled;
    }

    private static async Task<Cancelable?> FindCancelableAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Guid generationId,
        Guid accountId,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.AddBudgetLockOf(accountId, generationId);
        batch.Add(LockAccountSql, accountId);
        batch.Add(CancelFenceSql, generationId, accountId);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var budgeted = (await reader.ReadBudgetsAsync(cancellationToken)).Count > 0;
        await reader.NextResultAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new Cancelable(
                EndMoney.Read(reader, budgeted),
                reader.GetString(EndMoney.Width) == "running",
                GenerationStates.TryParse(reader.GetString(EndMoney.Width + 1))!.Value,
                reader.GetBoolean(EndMoney.Width + 2)
            )
            : null;
    }

    /// <summary>Locks the account and the claim; what the generation holds, or null when the claim was lost.</summary>
    internal static async Task<EndMoney?> FenceAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Claim claim,
        bool paid,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        if (paid)
        {
            batch.AddBudgetLockOf(claim.AccountId, claim.GenerationId);
        }

        batch.Add(LockAccountSql, claim.AccountId);
        batch.Add(FenceSql, claim.GenerationId, claim.Epoch);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        // Who did not look must assume that there is one.
        var budgeted = !paid || (await reader.ReadBudgetsAsync(cancellationToken)).Count > 0;
        await reader.NextResultAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? EndMoney.Read(reader, budgeted) : null;
    }

    // Of all statements only the promotion answers rows.
    internal static async Task<string?> ExecuteAsync(NpgsqlBatch batch, CancellationToken cancellationToken)
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

    private static async Task MarkCanceledAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Guid generationId,
        bool sent,
        CancellationToken cancellationToken
    )
    {
        // Who looks after a call at this moment may have read before the wish, and would come back much later.
        await using var command = new NpgsqlCommand(
            """
            WITH wish AS (
              UPDATE generations SET cancel_requested_at = coalesce(cancel_requested_at, atelier.now()) WHERE id = $1)
            UPDATE queue SET follow_at = atelier.now(), hinted = state = 'running'
            WHERE generation_id = $1 AND (state = 'ready' OR $2)
            """,
            connection,
            transaction
        );
        command.Parameters.Add(new() { Value = generationId });
        command.Parameters.Add(new() { Value = sent });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed record Cancelable(EndMoney Money, bool Working, GenerationState State, bool Sent);
}
