using Dapper;
using Npgsql;

namespace Atelier.Data.Queue;

/// <summary>The lanes as the catalogue wants them.</summary>
public sealed class LaneStore(NpgsqlDataSource database)
{
    /// <summary>Creates missing lanes and sets capacities. Lanes of vanished providers stay: work may wait in them.</summary>
    public async Task SaveAsync(IReadOnlyList<Lane> lanes, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            """
            INSERT INTO lanes (id, capacity, paid) VALUES (@Id, @Capacity, @Paid)
            ON CONFLICT (id) DO UPDATE SET capacity = excluded.capacity, paid = excluded.paid
            WHERE (lanes.capacity, lanes.paid) IS DISTINCT FROM (excluded.capacity, excluded.paid)
            """,
            lanes.OrderBy(lane => lane.Id, StringComparer.Ordinal)
        );
    }

    /// <summary>Lets nobody take from a lane for a while, on any node: its provider asked to be left alone.</summary>
    public async Task PauseAsync(string lane, TimeSpan pause)
    {
        await using var connection = await database.OpenConnectionAsync(CancellationToken.None);
        await connection.ExecuteAsync(
            "UPDATE lanes SET paused_until = greatest(paused_until, atelier.now() + @pause) WHERE id = @lane",
            new { lane, pause }
        );
    }
}
