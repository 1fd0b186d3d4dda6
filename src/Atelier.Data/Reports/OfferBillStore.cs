using Dapper;
using Npgsql;

namespace Atelier.Data.Reports;

/// <summary>Reads what offers were billed beside what the catalogue said that they cost.</summary>
public sealed class OfferBillStore(NpgsqlDataSource database)
{
    // By the index of the month's bills; each row then leads to one attempt and one plan by their keys. An estimate is no bill: it
    // is the list price itself.
    private const string Sql = """
        WITH bills AS (
          SELECT g.plan->'chain'->(a.link::int) AS offer, a.lane AS provider, cardinality(a.slots) AS slots,
            (c.nanos + coalesce(o.nanos, 0)) / 1000000000.0 AS usd
          FROM costs c JOIN attempts a ON a.id = c.attempt_id JOIN generations g ON g.id = a.generation_id
            LEFT JOIN costs o ON o.attempt_id = c.attempt_id AND o.entry = 'overrun'
          WHERE c.entry IN ('cost', 'write_off', 'overrun') AND c.created_at >= atelier.now() - make_interval(days => @days)
            AND c.entry = 'cost' AND NOT c.estimated AND a.state = 'succeeded'),
        calls AS (
          SELECT offer->>'model' AS model, provider, offer->>'provider_model' AS provider_model,
            coalesce((offer->>'expected_cost_usd')::numeric, 0) AS list, usd,
            coalesce((offer->>'price_factor')::numeric, 1) AS factor,
            greatest(1, ceil(slots::numeric / greatest(1, coalesce((offer->>'pictures_per_call')::int, 1)))) AS least
          FROM bills WHERE offer IS NOT NULL)
        SELECT model AS Model, provider AS Provider, provider_model AS ProviderModel, list AS ListUsd, count(*) AS Bills,
          sum(least * factor) AS ListedCalls, sum(usd) AS BilledUsd, round(max(usd / least), 9) AS MostUsd
        FROM calls GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
        """;

    /// <summary>Bills of the last so many days, by offer and list price; in that order.</summary>
    public async Task<IReadOnlyList<OfferBills>> ReadAsync(int days, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return
        [
            .. await connection.QueryAsync<OfferBills>(
                new CommandDefinition(Sql, new { days }, cancellationToken: cancellationToken)
            ),
        ];
    }
}
