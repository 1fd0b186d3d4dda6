using Npgsql;

namespace Atelier.Data.Health;

/// <summary>Reads how busy lanes are.</summary>
public sealed class LaneLoadStore(NpgsqlDataSource database)
{
    // Beyond a thousand a lane is simply full: nobody counts a flood every second. A pause of a provider ends within ten minutes.
    private const string ReadSql = """
        SELECT l.id, l.capacity,
          CASE WHEN l.capacity IS NULL THEN 0 WHEN l.paid THEN
            (SELECT count(*) FROM attempts WHERE lane = l.id AND (state IN ('intent', 'submitted')
              OR state = 'unknown' AND intent_at + post_timeout > atelier.now()))
            ELSE (SELECT count(*) FROM queue WHERE lane = l.id AND state = 'running') END::int,
          CASE WHEN l.capacity IS NULL THEN 0 ELSE (SELECT count(*) FROM (SELECT FROM queue q
            WHERE q.lane = l.id AND q.state = 'ready' AND q.submit LIMIT 1000) AS ready) END::int,
          CASE WHEN l.paused_until > atelier.now() THEN least(l.paused_until, atelier.now() + interval '1 hour') - atelier.now()
            ELSE interval '0' END
        FROM lanes l
        """;

    /// <summary>All lanes.</summary>
    public async Task<IReadOnlyList<LaneLoad>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ReadSql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var loads = new List<LaneLoad>();
        while (await reader.ReadAsync(cancellationToken))
        {
            loads.Add(
                new LaneLoad(
                    reader.GetString(0),
                    reader.IsDBNull(1) ? null : reader.GetInt32(1),
                    reader.GetInt32(2),
                    reader.GetInt32(3),
                    reader.GetFieldValue<TimeSpan>(4)
                )
            );
        }

        return loads;
    }
}
