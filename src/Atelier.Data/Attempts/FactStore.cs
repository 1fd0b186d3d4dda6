using Dapper;
using Npgsql;

namespace Atelier.Data.Attempts;

/// <summary>
/// Facts about attempts: written once, by whoever learns them, without a fence. A zombie that comes back with a task's name
/// or a picture is welcome; it decides nothing.
/// </summary>
public sealed class FactStore(NpgsqlDataSource database)
{
    // Whoever looks after the generation shall look now.
    private const string WakeSql = """
        UPDATE queue SET follow_at = atelier.now(), hinted = true FROM attempts
        WHERE attempts.id = @attemptId AND queue.generation_id = attempts.generation_id
        """;

    /// <summary>The provider gave the attempt's task this name.</summary>
    /// <returns>False when it has a name already, or the task is another attempt's.</returns>
    public async Task<bool> NoteTaskAsync(
        Guid attemptId,
        string taskId,
        string? requestId,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await WriteAsync(
                "task_id = @taskId, request_id = coalesce(request_id, @requestId)",
                "task_id IS NULL",
                new
                {
                    attemptId,
                    taskId,
                    requestId,
                },
                cancellationToken
            );
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return false;
        }
    }

    /// <summary>All of the answer is in the spool, durably. How often it was looked for says nothing of how often it was read.</summary>
    public Task<bool> NoteStoredAsync(Guid attemptId, string? requestId, CancellationToken cancellationToken) =>
        WriteAsync(
            "stored_at = atelier.now(), late_looks = 0, request_id = coalesce(request_id, @requestId)",
            "stored_at IS NULL",
            new { attemptId, requestId },
            cancellationToken
        );

    /// <summary>The call ended at its sender without an answer.</summary>
    public async Task NoteCallEndedAsync(Guid attemptId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(
                "UPDATE attempts SET call_ended_at = coalesce(call_ended_at, atelier.now()) WHERE id = @attemptId",
                new { attemptId },
                cancellationToken: cancellationToken
            )
        );
    }

    /// <summary>What an adapter wants to know at its next look for a lost call.</summary>
    public async Task NoteWatchAsync(Guid attemptId, string note, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(
                "UPDATE attempts SET watch_note = @note WHERE id = @attemptId AND task_id IS NULL",
                new { attemptId, note },
                cancellationToken: cancellationToken
            )
        );
    }

    /// <summary>
    /// Whether the attempt's POST may still begin: nobody has given it up, and it is younger than <paramref name="life"/> by the
    /// database's clock, which goes on while a machine is suspended.
    /// </summary>
    /// <param name="sentWith">The mark of the key that sends it, noted with the same word; null where there is none.</param>
    public async Task<bool> MaySendAsync(
        Guid attemptId,
        TimeSpan life,
        string? sentWith,
        CancellationToken cancellationToken
    )
    {
        const string May = "id = @attemptId AND state = 'intent' AND intent_at + @life > atelier.now()";
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(
            new CommandDefinition(
                sentWith is null
                    ? $"SELECT EXISTS (SELECT FROM attempts WHERE {May})"
                    : $"UPDATE attempts SET sent_with = @sentWith WHERE {May} AND sent_with IS NULL RETURNING true",
                new
                {
                    attemptId,
                    life,
                    sentWith,
                },
                cancellationToken: cancellationToken
            )
        );
    }

    /// <summary>The mark of the key that sent the attempt; null where nobody wrote one down.</summary>
    public async Task<string?> SentWithAsync(Guid attemptId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<string?>(
            new CommandDefinition(
                "SELECT sent_with FROM attempts WHERE id = @attemptId",
                new { attemptId },
                cancellationToken: cancellationToken
            )
        );
    }

    /// <summary>
    /// Makes an intent anew whose call was only being prepared until now; false when somebody has given it up, so that nothing may
    /// be sent: its claim must still run.
    /// </summary>
    public async Task<bool> RenewIntentAsync(Guid attemptId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var renewed = await connection.ExecuteAsync(
            new CommandDefinition(
                """
                UPDATE attempts SET intent_at = atelier.now() WHERE id = @attemptId AND state = 'intent'
                  AND EXISTS (SELECT FROM queue WHERE queue.generation_id = attempts.generation_id
                    AND queue.epoch = attempts.epoch AND queue.state = 'running')
                """,
                new { attemptId },
                cancellationToken: cancellationToken
            )
        );
        return renewed > 0;
    }

    /// <summary>Whether the attempt may still be given a task: it has none, and no answer. However it stands: a late task is one all the same.</summary>
    public async Task<bool> LacksTaskAsync(Guid attemptId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(
            new CommandDefinition(
                "SELECT EXISTS (SELECT FROM attempts WHERE id = @attemptId AND task_id IS NULL AND stored_at IS NULL)",
                new { attemptId },
                cancellationToken: cancellationToken
            )
        );
    }

    /// <summary>Makes the next look at the attempt's generation due now; a callback is such a hint.</summary>
    public async Task WakeAsync(Guid attemptId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(
                $"{WakeSql}; UPDATE attempts SET look_at = atelier.now() WHERE id = @attemptId",
                new { attemptId },
                cancellationToken: cancellationToken
            )
        );
    }

    private async Task<bool> WriteAsync(
        string set,
        string unless,
        object parameters,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var unknown = await connection.QuerySingleOrDefaultAsync<bool?>(
            new CommandDefinition(
                $"""
                UPDATE attempts SET {set}, late = late OR state IN ('succeeded', 'failed', 'not_sent', 'written_off'),
                  look_at = CASE WHEN state IN ('succeeded', 'failed', 'not_sent', 'written_off') THEN '-infinity'
                    ELSE look_at END
                WHERE id = @attemptId AND {unless} RETURNING state = 'unknown'
                """,
                parameters,
                cancellationToken: cancellationToken
            )
        );
        if (unknown == true)
        {
            // Somebody else waits for this. A statement of its own: queue before attempt is the order of locks.
            await connection.ExecuteAsync(
                new CommandDefinition(WakeSql, parameters, cancellationToken: cancellationToken)
            );
        }

        return unknown is not null;
    }
}
