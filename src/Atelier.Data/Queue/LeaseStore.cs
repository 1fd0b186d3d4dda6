using Dapper;
using Npgsql;

namespace Atelier.Data.Queue;

/// <summary>Keeps leases alive, and frees what dead nodes held.</summary>
public sealed class LeaseStore(NpgsqlDataSource database)
{
    /// <summary>Extends the leases of claims that are still ours; locked in the order in which a group of endings locks them.</summary>
    public async Task RenewAsync(IReadOnlyCollection<Claim> claims, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            """
            WITH held AS MATERIALIZED (
              SELECT q.generation_id FROM unnest(@ids, @epochs) AS mine (id, epoch)
              JOIN queue q ON q.generation_id = mine.id AND q.epoch = mine.epoch AND q.state = 'running'
              ORDER BY q.generation_id FOR UPDATE OF q)
            -- From now on, and not from before the wait for the locks.
            UPDATE queue SET lease_until = atelier.now() + (clock_timestamp() - statement_timestamp()) + @lease
            FROM held WHERE queue.generation_id = held.generation_id
            """,
            new
            {
                lease,
                ids = claims.Select(claim => claim.GenerationId).ToArray(),
                epochs = claims.Select(claim => claim.Epoch).ToArray(),
            }
        );
    }

    /// <summary>
    /// Makes expired claims ready again, wherever they were held. A call that may have been sent under one is unknown from
    /// here on. The next claim raises the epoch.
    /// </summary>
    /// <returns>The lanes that got work back.</returns>
    public Task<IReadOnlyList<string>> ReleaseExpiredAsync(CancellationToken cancellationToken) =>
        ReleaseAsync("lease_until < atelier.now()", senderIsDead: false, null, cancellationToken);

    /// <summary>Frees what this node held before it was killed; its successor on the same data folder knows it is dead.</summary>
    /// <returns>The lanes that got work back.</returns>
    public async Task<IReadOnlyList<string>> ReleaseNodeAsync(Guid nodeId, CancellationToken cancellationToken)
    {
        var lanes = await ReleaseAsync("node_id = @nodeId", senderIsDead: true, new { nodeId }, cancellationToken);
        // Calls whose lease had ended before: now their sender is known to be dead as well.
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(
                """
                UPDATE attempts SET call_ended_at = atelier.now()
                WHERE node_id = @nodeId AND state = 'unknown' AND call_ended_at IS NULL
                """,
                new { nodeId },
                cancellationToken: cancellationToken
            )
        );
        return lanes;
    }

    /// <summary>Hands one claim back, to be taken by anyone at once: nothing was wrong with it.</summary>
    public Task HandBackAsync(Claim claim, CancellationToken cancellationToken) =>
        HandBackAsync(claim, 0, TimeSpan.Zero, cancellationToken);

    /// <summary>Hands one claim back after an outage, to be taken by anyone after <paramref name="delay"/>: nothing was wrong with it.</summary>
    public Task HandBackAsync(Claim claim, TimeSpan delay, CancellationToken cancellationToken) =>
        HandBackAsync(claim, 0, delay, cancellationToken);

    /// <summary>Hands one claim back that went wrong, to be taken by anyone after <paramref name="delay"/>.</summary>
    public Task HandBackFailedAsync(Claim claim, TimeSpan delay, CancellationToken cancellationToken) =>
        HandBackAsync(claim, 1, delay, cancellationToken);

    /// <summary>Hands one claim back whose call was surely not sent; the same call may be sent under the next claim.</summary>
    /// <param name="failed">Whether something was wrong with the generation itself.</param>
    public async Task HandBackUnsentAsync(Claim claim, TimeSpan delay, bool failed, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            """
            WITH fence AS (
              SELECT generation_id FROM queue
              WHERE generation_id = @GenerationId AND epoch = @Epoch AND state = 'running' FOR UPDATE),
            unsent AS (
              UPDATE attempts SET state = 'not_sent', failure = 'node_stopping', ended_at = atelier.now()
              FROM fence WHERE attempts.id = @AttemptId AND attempts.state = 'intent'
              RETURNING attempts.id, attempts.generation_id, attempts.lane, attempts.risk),
            left_free AS (
              UPDATE slots SET attempt_id = NULL FROM unsent
              WHERE slots.generation_id = unsent.generation_id AND slots.attempt_id = unsent.id),
            cleared AS (
              INSERT INTO costs (attempt_id, generation_id, provider, entry, nanos)
              SELECT id, generation_id, lane, 'clear', risk FROM unsent)
            UPDATE queue SET state = 'ready', lease_until = NULL, node_id = NULL, run_at = atelier.now() + @delay,
              submit = true, failures = least(failures + @failures, 1000)
            FROM fence WHERE queue.generation_id = fence.generation_id
            """,
            new
            {
                claim.GenerationId,
                claim.Epoch,
                claim.AttemptId,
                failures = failed ? 1 : 0,
                delay,
            }
        );
    }

    private async Task HandBackAsync(Claim claim, int failures, TimeSpan delay, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            """
            WITH fence AS (
              SELECT generation_id FROM queue
              WHERE generation_id = @GenerationId AND epoch = @Epoch AND state = 'running' FOR UPDATE),
            lost AS (
              UPDATE attempts SET state = 'unknown', call_ended_at = coalesce(call_ended_at, atelier.now())
              FROM fence WHERE attempts.generation_id = fence.generation_id AND attempts.state = 'intent')
            UPDATE queue SET state = 'ready', lease_until = NULL, node_id = NULL, run_at = atelier.now() + @delay,
              follow_at = CASE WHEN submit AND follow_at IS NULL THEN NULL ELSE atelier.now() + @delay END,
              failures = least(failures + @failures, 1000)
            FROM fence WHERE queue.generation_id = fence.generation_id
            """,
            new
            {
                claim.GenerationId,
                claim.Epoch,
                failures,
                delay,
            }
        );
    }

    private async Task<IReadOnlyList<string>> ReleaseAsync(
        string condition,
        bool senderIsDead,
        object? parameters,
        CancellationToken cancellationToken
    )
    {
        var ended = senderIsDead ? "atelier.now()" : "NULL";
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var lanes = await connection.QueryAsync<string>(
            new CommandDefinition(
                $"""
                WITH dead AS (
                  SELECT generation_id FROM queue WHERE state = 'running' AND {condition} FOR UPDATE SKIP LOCKED),
                lost AS (
                  UPDATE attempts SET state = 'unknown', call_ended_at = coalesce(call_ended_at, {ended})
                  FROM dead WHERE attempts.generation_id = dead.generation_id AND attempts.state = 'intent'),
                freed AS (
                  UPDATE queue SET state = 'ready', lease_until = NULL, node_id = NULL, failures = least(failures + 1, 1000),
                    follow_at = CASE WHEN submit AND follow_at IS NULL THEN NULL ELSE atelier.now() END
                  FROM dead WHERE queue.generation_id = dead.generation_id RETURNING queue.lane)
                SELECT DISTINCT lane FROM freed
                """,
                parameters,
                cancellationToken: cancellationToken
            )
        );
        return lanes.AsList();
    }
}
