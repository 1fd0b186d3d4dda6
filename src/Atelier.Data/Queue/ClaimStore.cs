using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Queue;

/// <summary>Takes work from a lane: in fair order, never twice, never above the lane's capacity.</summary>
public sealed class ClaimStore(NpgsqlDataSource database)
{
    private const string FindLaneSql =
        "SELECT capacity, paid FROM lanes WHERE id = $1 AND paused_until <= atelier.now() AND mode = 'on'";

    // Two statements: the count below must see what this lock waited for. In one statement the lane overfills.
    // NO KEY: the update of the virtual time takes no more.
    internal const string LockLaneSql = FindLaneSql + " FOR NO KEY UPDATE";

    // What is live at the provider is the occupancy. An unknown call holds its place as long as its POST could still run.
    // Whether the lane is open is asked once more: one without a capacity is not locked, and may have been paused since.
    private const string TakeSql = $"""
        WITH free AS (
          SELECT CASE WHEN NOT EXISTS ({FindLaneSql}) THEN 0 WHEN $5::int IS NULL THEN $2
            ELSE greatest(least($2, $5 - CASE WHEN $7
              THEN (SELECT count(*) FROM attempts WHERE lane = $1 AND (state IN ('intent', 'submitted')
                OR state = 'unknown' AND intent_at + post_timeout > atelier.now()))
              ELSE (SELECT count(*) FROM queue WHERE lane = $1 AND state = 'running') END), 0) END AS places),
        picked AS (
          SELECT generation_id FROM queue
          WHERE lane = $1 AND state = 'ready' AND submit AND run_at <= atelier.now()
          ORDER BY sort_key, generation_id LIMIT (SELECT places FROM free) FOR UPDATE SKIP LOCKED),
        taken AS (
          UPDATE queue SET state = 'running', epoch = epoch + 1, lease_until = atelier.now() + $3, node_id = $4,
            submit = NOT $7, hinted = false
          FROM picked WHERE queue.generation_id = picked.generation_id
          RETURNING queue.generation_id, queue.account_id, queue.epoch, queue.failures, queue.sort_key, queue.link,
            queue.slots, queue.risk, queue.rerun, queue.post_timeout),
        advanced AS (
          UPDATE lanes SET vtime = greatest(vtime, (SELECT max(sort_key) FROM taken))
          WHERE id = $1 AND EXISTS (SELECT FROM taken)),
        intended AS (
          INSERT INTO attempts (id, generation_id, lane, epoch, link, slots, node_id, post_timeout, risk, rerun)
          SELECT ids.id, numbered.generation_id, $1, numbered.epoch, numbered.link, numbered.slots, $4,
            numbered.post_timeout, numbered.risk, numbered.rerun
          FROM (SELECT *, row_number() OVER (ORDER BY sort_key, generation_id) AS place FROM taken) numbered
          JOIN unnest($6::uuid[]) WITH ORDINALITY AS ids (id, place) USING (place)
          RETURNING id, generation_id, slots, risk),
        assigned AS (
          UPDATE slots SET attempt_id = intended.id FROM intended
          WHERE slots.generation_id = intended.generation_id AND slots.index = ANY (intended.slots)),
        risked AS (
          INSERT INTO costs (attempt_id, generation_id, provider, entry, nanos)
          SELECT id, generation_id, $1, 'risk', risk FROM intended)
        SELECT taken.generation_id, account_id, epoch, failures::int, intended.id, link::int, taken.slots::int[], $1
        FROM taken LEFT JOIN intended ON intended.generation_id = taken.generation_id
        ORDER BY sort_key, taken.generation_id
        """;

    // Looking after what was sent takes no place in a lane. An array and no join: for a number of rows that it does not know, the
    // server would read all of the queue, or make a new plan each time.
    private const string FollowSql = """
        UPDATE queue SET state = 'running', epoch = epoch + 1, lease_until = atelier.now() + $2, node_id = $3,
          hinted = false
        WHERE generation_id = ANY (ARRAY(
          SELECT due.generation_id FROM queue due
          WHERE due.state = 'ready' AND due.follow_at <= atelier.now() AND due.lane <> ALL ($4)
          ORDER BY due.follow_at LIMIT $1 FOR UPDATE SKIP LOCKED))
        RETURNING generation_id, account_id, epoch, failures::int, NULL::uuid, link::int, slots::int[], lane,
          atelier.now() - held_since
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

    /// <summary>Up to <paramref name="most"/> generations whose calls are to be looked after now, the one that waits longest first.</summary>
    /// <param name="except">Lanes that are passed over.</param>
    public async Task<IReadOnlyList<Claim>> ClaimFollowUpsAsync(
        Guid nodeId,
        int most,
        TimeSpan lease,
        IReadOnlyCollection<string> except,
        CancellationToken cancellationToken
    )
    {
        await using var command = database.CreateCommand(FollowSql);
        command.Parameters.Add(new() { Value = most });
        command.Parameters.Add(new() { Value = lease });
        command.Parameters.Add(new() { Value = nodeId });
        command.Parameters.Add(new() { Value = except.ToArray() });
        return await ReadAsync(command, followUp: true, cancellationToken);
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
        return await ReadAsync(command, followUp: false, cancellationToken);
    }

    private static async Task<IReadOnlyList<Claim>> ReadAsync(
        NpgsqlCommand command,
        bool followUp,
        CancellationToken cancellationToken
    )
    {
        var claims = new List<Claim>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            claims.Add(
                new Claim(
                    reader.GetGuid(0),
                    reader.GetGuid(1),
                    reader.GetInt32(2),
                    reader.GetInt32(3),
                    reader.IsDBNull(4) ? null : reader.GetGuid(4)
                )
                {
                    Link = reader.GetInt32(5),
                    Slots = reader.GetFieldValue<int[]>(6),
                    Lane = reader.GetString(7),
                    FollowUp = followUp,
                    HeldFor = followUp && !reader.IsDBNull(8) ? reader.GetTimeSpan(8) : null,
                }
            );
        }

        return claims;
    }
}
