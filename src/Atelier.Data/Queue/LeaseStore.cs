using Dapper;
using Npgsql;

namespace Atelier.Data.Queue;

/// <summary>Keeps leases alive, and frees what dead nodes held.</summary>
public sealed class LeaseStore(NpgsqlDataSource database)
{
    /// <summary>Extends the leases of claims that are still ours.</summary>
    public async Task RenewAsync(IReadOnlyCollection<Claim> claims, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            """
            UPDATE queue SET lease_until = atelier.now() + @lease
            FROM unnest(@ids, @epochs) AS mine (id, epoch)
            WHERE generation_id = mine.id AND queue.epoch = mine.epoch AND state = 'running'
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
    /// Makes expired claims ready again, wherever they were held, unless a call may have been paid for. The next claim
    /// raises the epoch.
    /// </summary>
    /// <returns>The lanes that got work back.</returns>
    public Task<IReadOnlyList<string>> ReleaseExpiredAsync(CancellationToken cancellationToken) =>
        ReleaseAsync("lease_until < atelier.now()", null, cancellationToken);

    /// <summary>Frees what this node held before it was killed; its successor on the same data folder knows it is dead.</summary>
    /// <returns>The lanes that got work back.</returns>
    public Task<IReadOnlyList<string>> ReleaseNodeAsync(Guid nodeId, CancellationToken cancellationToken) =>
        ReleaseAsync("node_id = @nodeId", new { nodeId }, cancellationToken);

    /// <summary>Hands one claim back, to be taken by anyone at once: nothing was wrong with it.</summary>
    public Task HandBackAsync(Claim claim, CancellationToken cancellationToken) =>
        HandBackAsync(claim, 0, TimeSpan.Zero, cancellationToken);

    /// <summary>Hands one claim back that went wrong, to be taken by anyone after <paramref name="delay"/>.</summary>
    public Task HandBackFailedAsync(Claim claim, TimeSpan delay, CancellationToken cancellationToken) =>
        HandBackAsync(claim, 1, delay, cancellationToken);

    private async Task HandBackAsync(Claim claim, int failures, TimeSpan delay, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            """
            UPDATE queue SET state = 'ready', lease_until = NULL, node_id = NULL, run_at = atelier.now() + @delay,
              failures = least(failures + @failures, 1000)
            WHERE generation_id = @GenerationId AND epoch = @Epoch AND state = 'running'
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
        object? parameters,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var lanes = await connection.QueryAsync<string>(
            new CommandDefinition(
                $"""
                WITH dead AS (
                  SELECT generation_id FROM queue WHERE state = 'running' AND {condition}
                  AND NOT EXISTS (SELECT FROM attempts WHERE attempts.generation_id = queue.generation_id
                    AND attempts.state IN ('intent', 'submitted', 'unknown'))
                  FOR UPDATE SKIP LOCKED),
                freed AS (
                  UPDATE queue SET state = 'ready', lease_until = NULL, node_id = NULL, failures = least(failures + 1, 1000)
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
