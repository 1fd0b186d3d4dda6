using Dapper;
using Npgsql;

namespace Atelier.Data.Reports;

/// <summary>What quotes go by: how long offers took lately, and how full the lanes are. For the background; a door reads what was read.</summary>
public sealed class OfferTimeStore(NpgsqlDataSource database)
{
    // A walk down the primary key that ends after so many rows, however many generations there are.
    private const string TimesSql = """
        WITH recent AS (
          SELECT g.id, g.operation, g.state, g.started_at, g.created_at, g.finished_at FROM generations g
          WHERE g.id >= @from ORDER BY g.id DESC LIMIT @most),
        took AS (
          SELECT i.model, i.provider, r.operation, extract(epoch FROM r.finished_at - coalesce((
              SELECT min(a.intent_at) FROM attempts a
              WHERE a.generation_id = r.id AND a.lane = i.provider AND a.state = 'succeeded'), r.started_at, r.created_at))::float8 AS seconds
          FROM recent r CROSS JOIN LATERAL (
            SELECT i.model, i.provider FROM slots s JOIN images i ON i.id = s.image_id
            WHERE s.generation_id = r.id ORDER BY s.index LIMIT 1) i
          WHERE r.state = 'complete')
        SELECT model AS Model, provider AS Provider, operation AS Operation, count(*) AS Samples, avg(seconds) AS Average,
          percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS Median,
          percentile_cont(0.95) WITHIN GROUP (ORDER BY seconds) AS High
        FROM took GROUP BY model, provider, operation
        """;

    // Calls hold places until they end; where nothing is called, the work itself does.
    private const string LoadsSql = """
        SELECT l.id AS Provider, l.capacity AS Capacity,
          CASE WHEN l.paid THEN (SELECT count(*) FROM attempts a WHERE a.lane = l.id AND a.state IN ('intent', 'submitted', 'unknown'))
            ELSE (SELECT count(*) FROM queue q WHERE q.lane = l.id AND q.state = 'running') END AS Busy,
          (SELECT count(*) FROM queue q WHERE q.lane = l.id AND q.state = 'ready' AND q.submit) AS Waiting,
          CASE WHEN isfinite(l.paused_until)
            THEN greatest(0, extract(epoch FROM l.paused_until - atelier.now()))::float8 ELSE 0 END AS PauseSeconds
        FROM lanes l
        """;

    /// <summary>By offer and operation, from the newest generations.</summary>
    /// <param name="since">Nothing older counts.</param>
    /// <param name="most">Generations that are looked at.</param>
    public async Task<IReadOnlyList<OfferTime>> TimesAsync(
        DateTimeOffset since,
        int most,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<OfferTime>(
            new CommandDefinition(
                TimesSql,
                new { from = IdTime.From(since), most },
                cancellationToken: cancellationToken
            )
        );
        return rows.AsList();
    }

    /// <summary>Of every lane.</summary>
    public async Task<IReadOnlyList<LaneLoad>> LoadsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<LaneLoad>(
            new CommandDefinition(LoadsSql, cancellationToken: cancellationToken)
        );
        return rows.AsList();
    }
}
