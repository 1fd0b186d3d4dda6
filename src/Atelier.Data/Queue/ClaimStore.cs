using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Queue;

/// <summary>Takes work from a lane: in fair order, never twice, never above the lane's capacity.</summary>
public sealed class ClaimStore(NpgsqlDataSource database)
{
    private const string FindLaneSql =
        "SELECT capacity, paid FROM lanes WHERE id = $1 AND paused_until <= atelier.now()";

    // Two statements: the count below must see what this lock waited for. In one statement the lane overfills.
    // NO KEY: the foreign key check of every accept into this lane must not wait for a claimer, nor a claimer for it.
    internal const string LockLaneSql = FindLaneSql + " FOR NO KEY UPDATE";

    private const string TakeSql = """
        WITH free AS (
          SELECT CASE WHEN $5::int IS NULL THEN $2
            ELSE greatest(least($2, $5 - CASE WHEN $7
              THEN (SELECT count(*) FROM attempts WHERE lane = $1 AND state IN ('intent', 'submitted', 'unknown'))
              ELSE (SELECT count(*) FROM queue WHERE lane = $1 AND state = 'running') END), 0) END AS places),
        picked AS (
          SELECT generation_id FROM queue
          WHERE lane = $1 AND state = 'ready' AND run_at <= atelier.now()
          ORDER BY sort_key, generation_id LIMIT (SELECT places FROM free) FOR UPDATE SKIP LOCKED),
        taken AS (
          UPDATE queue SET state = 'running', epoch = epoch + 1, lease_until = atelier.now() + $3, node_id = $4
          FROM picked WHERE queue.generation_id = picked.generation_id
          RETURNING queue.generation_id, queue.account_id, queue.epoch, queue.failures, queue.sort_key),
        advanced AS (
          UPDATE lanes SET vtime = greatest(vtime, (SELECT max(sort_key) FROM taken))
          WHERE id = $1 AND EXISTS (SELECT FROM taken)),
        intended AS (
          INSERT INTO attempts (id, generation_id, lane, epoch)
          SELECT ids.id, numbered.generation_id, $1, numbered.epoch
          FROM (SELECT *, row_number() OVER (ORDER BY sort_key, generation_id) AS place FROM taken) numbered
          JOIN unnest($6::uuid[]) WITH ORDINALITY AS ids (id, place) USING (place))
        SELECT generation_id, account_id, epoch, failures::int FROM taken ORDER BY sort_key, generation_id
        """;

    /// <summary>Up to <see cref="ClaimOrder.Most"/> generations, first the one whose turn it is; empty when there is nothing to do.</summary>
    public async Task<IReadOnlyList<Claim>> ClaimAsync(ClaimOrder order, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await FindLaneAsync(connection, null, FindLaneSql, order.Lane, cancellationToken) is not { } lane)
        {
            return [];
        }

        if (lane.Capacity is null)
        {
            return await TakeAsync(connection, null, order, lane, cancellationToken);
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await FindLaneAsync(connection, transaction, LockLaneSql, order.Lane, cancellationToken) is not { } locked)
        {
            return [];
        }

        var claims = await TakeAsync(connection, transaction, order, locked, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return claims;
    }

    private static async Task<Lane?> FindLaneAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction? transaction,
        string sql,
        string id,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction)
        {
            Parameters = { new() { Value = id } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new Lane(id, reader.IsDBNull(0) ? null : reader.GetInt32(0), reader.GetBoolean(1))
            : null;
    }

    private static async Task<IReadOnlyList<Claim>> TakeAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction? transaction,
        ClaimOrder order,
        Lane lane,
        CancellationToken cancellationToken
    )
    {
        var intents = lane.Paid ? Enumerable.Range(0, order.Most).Select(_ => Guid.CreateVersion7()).ToArray() : [];
        await using var command = new NpgsqlCommand(TakeSql, connection, transaction)
        {
            Parameters =
            {
                new() { Value = order.Lane },
                new() { Value = order.Most },
                new() { Value = order.Lease },
                new() { Value = order.NodeId },
                Parameter.Integer(lane.Capacity),
                new() { Value = intents },
                new() { Value = lane.Paid },
            },
        };
        var claims = new List<Claim>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            claims.Add(new Claim(reader.GetGuid(0), reader.GetGuid(1), reader.GetInt32(2), reader.GetInt32(3)));
        }

        return claims;
    }
}
