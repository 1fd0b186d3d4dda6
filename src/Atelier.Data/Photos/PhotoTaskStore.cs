using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Photos;

/// <summary>What only photo tasks need of the database.</summary>
public sealed class PhotoTaskStore(NpgsqlDataSource database)
{
    // The books have their entries, all of nothing, as of everything that ended.
    private const string RecordSql = $"""
        WITH account AS MATERIALIZED (SELECT id FROM accounts WHERE id = $2 AND closed_at IS NULL FOR UPDATE),
        session AS (
          UPDATE photo_sessions s SET active_at = atelier.now() FROM account
          WHERE s.id = $4 AND s.account_id = account.id AND {PhotoSessionSql.IsActive} RETURNING s.id),
        prompt AS (
          INSERT INTO prompts (id, account_id, prompt, calls) SELECT $1, $2, $7, '[]'::jsonb FROM session),
        generation AS (
          INSERT INTO generations (id, account_id, prompt_id, key_id, operation, request, plan, count, price_each, reserved,
            settled, cost_reserved, watermark, state, error_code, error_message, finished_at, session_id, client)
          SELECT $1, $2, $1, $3, $6, $8, $9, 1, 0, 0, 0, 0, false, 'failed', $10, $11, atelier.now(), session.id, $5
          FROM session),
        slot AS (
          INSERT INTO slots (generation_id, index, error_code) SELECT $1, 0, $10 FROM session),
        entries AS (
          INSERT INTO ledger (account_id, generation_id, entry, amount)
          SELECT $2, $1, entry, 0 FROM session, (VALUES ('reserve'), ('settle'), ('release')) AS e (entry)),
        numbered AS (
          UPDATE accounts SET event_seq = event_seq + 1 FROM session WHERE accounts.id = $2 RETURNING event_seq)
        INSERT INTO events (account_id, seq, generation_id, state, stage, progress, error_code)
        SELECT $2, event_seq, $1, 'failed', 'prompt_processing', 0, $10 FROM numbered
        """;

    private const string CostSql = $"SELECT {Costs.CostSql.Spent}::bigint FROM costs c WHERE c.generation_id = $1";

    /// <summary>Nano-dollars that providers took for a task.</summary>
    public async Task<long> CostAsync(Guid taskId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(CostSql);
        command.Parameters.Add(new() { Value = taskId });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Records a task that failed before anything was asked of anybody.</summary>
    /// <returns>False when the session is gone or the account closed: then nothing was written.</returns>
    public async Task<bool> RecordAsync(FailedTask task, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(
            RecordSql,
            task.Id,
            task.AccountId,
            Parameter.Uuid(task.KeyId),
            task.SessionId,
            Parameter.Bytes(task.Client),
            task.Operation,
            Parameter.Text(task.Prompt),
            Parameter.Json(task.RequestJson),
            Parameter.Json(task.PlanJson),
            task.ErrorCode,
            task.ErrorMessage
        );
        return await batch.ExecuteNonQueryAsync(cancellationToken) > 0;
    }
}
