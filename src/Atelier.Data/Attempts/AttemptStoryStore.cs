using Atelier.Core.States;
using Npgsql;

namespace Atelier.Data.Attempts;

/// <summary>Reads what became of a generation's calls.</summary>
public sealed class AttemptStoryStore(NpgsqlDataSource database)
{
    // What succeeded was over when its answer was stored; the rest of the way is ours.
    private const string OfGenerationSql = """
        SELECT a.link::int, a.lane, a.slots::int[], a.state, a.intent_at,
          extract(epoch FROM CASE WHEN a.state IN ('answered', 'succeeded') THEN a.stored_at
            ELSE coalesce(a.ended_at, a.call_ended_at) END - a.intent_at)::float8,
          a.failure, a.rerun, book.entry, book.nanos, book.estimated, a.sent_with
        FROM attempts a, LATERAL (
          SELECT max(c.entry) FILTER (WHERE c.entry IN ('cost', 'clear', 'write_off')) AS entry,
            coalesce(sum(c.nanos) FILTER (WHERE c.entry IN ('cost', 'write_off', 'overrun')), 0)::bigint AS nanos,
            coalesce(bool_or(c.estimated), false) AS estimated
          FROM costs c WHERE c.generation_id = a.generation_id AND c.attempt_id = a.id) book
        WHERE a.generation_id = $1 ORDER BY a.intent_at, a.id
        """;

    /// <summary>All calls of a generation, the oldest first.</summary>
    public async Task<IReadOnlyList<AttemptStory>> OfGenerationAsync(
        Guid generationId,
        CancellationToken cancellationToken
    )
    {
        await using var command = database.CreateCommand(OfGenerationSql);
        command.Parameters.Add(new() { Value = generationId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var stories = new List<AttemptStory>();
        while (await reader.ReadAsync(cancellationToken))
        {
            stories.Add(
                new AttemptStory(
                    reader.GetInt32(0),
                    reader.GetString(1),
                    reader.GetFieldValue<int[]>(2),
                    AttemptStates.Parse(reader.GetString(3)),
                    reader.GetFieldValue<DateTimeOffset>(4),
                    reader.IsDBNull(5) ? null : reader.GetDouble(5),
                    reader.IsDBNull(6) ? null : reader.GetString(6),
                    reader.GetBoolean(7),
                    reader.IsDBNull(8) ? null : reader.GetString(8),
                    reader.GetInt64(9),
                    reader.GetBoolean(10)
                )
                {
                    SentWith = reader.IsDBNull(11) ? null : reader.GetString(11),
                }
            );
        }

        return stories;
    }
}
