using Dapper;
using Npgsql;

namespace Atelier.Data.Costs;

/// <summary>What providers are going to bill, and do not know of yet.</summary>
public sealed class OpenRiskStore(NpgsqlDataSource database)
{
    // What was sent counts until the provider named its task, and a lost call as long as its POST may still run. What waits, held
    // or not, counts at the place of its chain that it waits for, with those of its pictures that no call makes yet. Both tables
    // hold only what is under way.
    private const string Sql = """
        WITH waiting AS (
          SELECT a.lane, a.generation_id, a.link, cardinality(a.slots) AS slots FROM attempts a
          WHERE a.state IN ('intent', 'unknown') AND a.task_id IS NULL
            AND (a.state = 'intent' OR a.intent_at + a.post_timeout > atelier.now())
          UNION ALL
          SELECT q.lane, q.generation_id, q.link, (SELECT count(*) FROM slots s WHERE s.generation_id = q.generation_id
            AND (s.index = ANY (q.slots) OR s.attempt_id IS NULL AND s.image_id IS NULL AND s.error_code IS NULL))::int
          FROM queue q WHERE q.submit AND q.risk > 0),
        calls AS (
          SELECT w.lane, w.slots, coalesce((offer->>'expected_nanos')::bigint, 0) AS nanos,
            greatest(1, coalesce((offer->>'max_per_call')::int, 1)) AS most,
            greatest(1, coalesce((offer->>'pictures_per_call')::int, 1)) AS each
          FROM waiting w JOIN generations g ON g.id = w.generation_id,
            LATERAL (SELECT g.plan->'chain'->(w.link::int) AS offer OFFSET 0) place)
        SELECT lane, sum(nanos * (slots / most * ((most + each - 1) / each) + (slots % most + each - 1) / each))::bigint
        FROM calls GROUP BY lane
        """;

    /// <summary>
    /// Nano-dollars that the calls of all nodes are expected to cost and that providers' own figures do not hold yet, by provider.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, long>> UnbilledAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<(string Provider, long Nanos)>(
            new CommandDefinition(Sql, cancellationToken: cancellationToken)
        );
        return rows.ToDictionary(row => row.Provider, row => row.Nanos);
    }
}
