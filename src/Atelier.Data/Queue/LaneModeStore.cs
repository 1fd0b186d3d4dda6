using Atelier.Core;
using Atelier.Core.States;
using Atelier.Data.Auditing;
using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Queue;

/// <summary>Which lanes an operator holds back. It holds for all nodes from its commit on: claims read it under the lane's lock.</summary>
public sealed class LaneModeStore(NpgsqlDataSource database)
{
    private const string HeldSql = """
        SELECT l.id, l.mode, l.mode_reason, l.mode_at,
          (SELECT count(*) FROM queue q WHERE q.lane = l.id AND q.state IN ('ready', 'held') AND q.submit)::int,
          (SELECT count(*) FROM attempts a WHERE a.lane = l.id AND a.state IN ('intent', 'submitted', 'unknown'))::int
        FROM lanes l WHERE l.mode <> 'on' ORDER BY l.id
        """;

    private const string SetSql = """
        UPDATE lanes SET mode = $2, mode_reason = $3, mode_at = atelier.now() WHERE id = $1
        """;

    // It has waited for nothing; should the provider be held back again, it waits anew. Locked in the order of all who lock many.
    private const string ResumeSql = """
        UPDATE queue SET held_since = NULL WHERE generation_id IN (
          SELECT generation_id FROM queue WHERE lane = $1 AND held_since IS NOT NULL ORDER BY generation_id FOR UPDATE)
        """;

    // Locked rows are at work at this moment; the sweep comes again.
    private const string WakeSql = """
        UPDATE queue SET held_since = coalesce(held_since, atelier.now()),
          follow_at = CASE WHEN state = 'ready' THEN atelier.now() ELSE follow_at END
        WHERE generation_id IN (
          SELECT q.generation_id FROM lanes l JOIN queue q ON q.lane = l.id
          WHERE l.mode <> 'on' AND q.state IN ('ready', 'held') AND q.submit AND q.waits_for IS NULL
            AND ($1 OR q.held_since IS NULL OR q.state = 'ready' AND q.follow_at IS NULL)
          FOR UPDATE OF q SKIP LOCKED)
        """;

    /// <summary>Those that are not simply on, by id.</summary>
    public async Task<IReadOnlyList<LaneModeRow>> HeldAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(HeldSql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<LaneModeRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(
                new LaneModeRow(
                    reader.GetString(0),
                    SnakeCase.TryParse<LaneMode>(reader.GetString(1))!.Value,
                    reader.IsDBNull(2) ? null : reader.GetString(2),
                    reader.GetFieldValue<DateTimeOffset>(3),
                    reader.GetInt32(4),
                    reader.GetInt32(5)
                )
            );
        }

        return rows;
    }

    /// <summary>
    /// Has somebody look after what waits in held lanes: it goes on elsewhere, or ends when it has waited too long.
    /// </summary>
    /// <param name="all">Also what was looked after before and found nowhere to go.</param>
    /// <returns>How much there is to look after.</returns>
    public async Task<int> WakeAsync(bool all, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(WakeSql);
        command.Parameters.Add(new() { Value = all });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Writes it with the entry of who did it.</summary>
    public async Task SetAsync(
        string lane,
        LaneMode mode,
        string? reason,
        AuditEntry audit,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(SetSql, lane, SnakeCase.Of(mode), Parameter.Text(reason));
        if (mode == LaneMode.On)
        {
            batch.Add(ResumeSql, lane);
        }

        batch.AddAudit(audit);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
