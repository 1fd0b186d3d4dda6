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
        batch.AddAudit(audit);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
