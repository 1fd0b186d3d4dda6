using Dapper;
using Npgsql;

namespace Atelier.Data.Reports;

/// <summary>How long offers took lately, which quotes go by. For the background; a door reads what was read.</summary>
public sealed class OfferTimeStore(NpgsqlDataSource database)
{
    // A walk down the primary key that ends after so many rows, however many generations there are. To the moment when the
    // answer was there: how long a person then looked at it is no time of the provider's.
    private const string TimesSql = """
        WITH recent AS (
          SELECT g.id, g.operation, g.state, g.started_at, g.created_at, g.finished_at FROM generations g
          WHERE g.id >= @from ORDER BY g.id DESC LIMIT @most),
        took AS (
          SELECT i.model, i.provider, r.operation, extract(epoch FROM coalesce(p.stored, r.finished_at)
              - coalesce(p.intent, r.started_at, r.created_at))::float8 AS seconds
          FROM recent r CROSS JOIN LATERAL (
            SELECT i.model, i.provider FROM slots s JOIN images i ON i.id = s.image_id
            WHERE s.generation_id = r.id ORDER BY s.index LIMIT 1) i
          CROSS JOIN LATERAL (
            SELECT min(a.intent_at) AS intent, max(a.stored_at) AS stored FROM attempts a
            WHERE a.generation_id = r.id AND a.lane = i.provider AND a.state = 'succeeded') p
          WHERE r.state = 'complete')
        SELECT model AS Model, provider AS Provider, operation AS Operation, count(*) AS Samples, avg(seconds) AS Average,
          percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS Median,
          percentile_cont(0.95) WITHIN GROUP (ORDER BY seconds) AS High
        FROM took GROUP BY model, provider, operation
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
}
