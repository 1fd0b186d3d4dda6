using Atelier.Core.Routing;
using Atelier.Data.Connections;
using Npgsql;
using NpgsqlTypes;

namespace Atelier.Data.Health;

/// <summary>How offers did lately, for all nodes.</summary>
public sealed class OfferHealthStore(NpgsqlDataSource database)
{
    private const string Columns = """
        model, provider, provider_model, style, success_rate, average_seconds, samples, failures, openings,
          open_until - atelier.now()
        """;

    private const string ReadSql = $"SELECT {Columns} FROM offer_health";

    // Asked for in one order, so that two nodes never wait for each other.
    private const string InsertSql = """
        INSERT INTO offer_health (model, provider, provider_model, style)
        SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS keys (model, provider, provider_model, style)
        ORDER BY 1, 2, 3, 4
        ON CONFLICT DO NOTHING
        """;

    private const string LockSql = $"""
        SELECT {Columns} FROM offer_health
        WHERE (model, provider, provider_model, style)
          IN (SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]))
        ORDER BY model, provider, provider_model, style FOR NO KEY UPDATE
        """;

    // Whatever came in of an offer as a whole ends its probe.
    private const string UpdateSql = """
        UPDATE offer_health h SET success_rate = n.rate, average_seconds = n.seconds, samples = n.samples,
          failures = n.failures, openings = n.openings, open_until = atelier.now() + n.open_for, probe_until = NULL,
          failed_at = CASE WHEN n.failures > 0 AND n.samples > h.samples THEN atelier.now() ELSE h.failed_at END
        FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::float8[], $7::int[], $8::int[], $9::int[],
          $10::interval[])
          AS n (model, provider, provider_model, style, rate, seconds, samples, failures, openings, open_for)
        WHERE (h.model, h.provider, h.provider_model, h.style) = (n.model, n.provider, n.provider_model, n.style)
        """;

    // Of two that ask at the same moment the second waits for the row, and finds the first one's probe.
    private const string PassSql = """
        UPDATE offer_health SET probe_until = CASE WHEN open_until IS NOT NULL THEN atelier.now() + $4 END
        WHERE model = $1 AND provider = $2 AND provider_model = $3 AND style = '' AND (open_until IS NULL
          OR open_until <= atelier.now() AND (probe_until IS NULL OR probe_until <= atelier.now()))
        RETURNING probe_until IS NOT NULL
        """;

    /// <summary>All rows.</summary>
    public async Task<IReadOnlyList<OfferHealthRow>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ReadSql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await ReadAsync(reader, cancellationToken);
    }

    /// <summary>Adds outcomes in their order, each to its offer and to the offer in its style.</summary>
    public async Task AddAsync(IReadOnlyList<OfferOutcome> outcomes, CancellationToken cancellationToken)
    {
        if (outcomes.Count == 0)
        {
            return;
        }

        var keys = outcomes.SelectMany(KeysOf).Distinct().ToList();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var rows = await LockAsync(connection, transaction, keys, cancellationToken);
        foreach (var outcome in outcomes)
        {
            foreach (var key in KeysOf(outcome))
            {
                rows[key] = rows[key].After(outcome);
            }
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        AddUpdate(batch, [.. rows.Values]);
        batch.AddCommit();
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Whether a call may be sent to an offer: always while its circuit is closed, and one probe when it is due.</summary>
    /// <param name="life">How long nobody else may probe, should no outcome be heard of.</param>
    /// <returns>Null when it must not be sent; else whether it is the probe.</returns>
    public async Task<bool?> PassAsync(OfferKey offer, TimeSpan life, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(PassSql);
        command.Parameters.Add(new() { Value = offer.Model });
        command.Parameters.Add(new() { Value = offer.Provider });
        command.Parameters.Add(new() { Value = offer.ProviderModel });
        command.Parameters.Add(new() { Value = life });
        return (bool?)await command.ExecuteScalarAsync(cancellationToken);
    }

    private static IEnumerable<(OfferKey Offer, string Style)> KeysOf(OfferOutcome outcome) =>
        outcome.Style is { } style ? [(outcome.Offer, ""), (outcome.Offer, style)] : [(outcome.Offer, "")];

    private static async Task<Dictionary<(OfferKey Offer, string Style), OfferHealthRow>> LockAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        List<(OfferKey Offer, string Style)> keys,
        CancellationToken cancellationToken
    )
    {
        object[] columns =
        [
            keys.ConvertAll(key => key.Offer.Model).ToArray(),
            keys.ConvertAll(key => key.Offer.Provider).ToArray(),
            keys.ConvertAll(key => key.Offer.ProviderModel).ToArray(),
            keys.ConvertAll(key => key.Style).ToArray(),
        ];
        await using var insert = new NpgsqlBatch(connection, transaction);
        insert.Add(InsertSql, columns);
        await insert.ExecuteNonQueryAsync(cancellationToken);
        // By itself: it must see what others have written since it began to wait.
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(LockSql, columns);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return (await ReadAsync(reader, cancellationToken)).ToDictionary(row => (row.Offer, row.Style ?? ""));
    }

    private static void AddUpdate(NpgsqlBatch batch, IReadOnlyList<OfferHealthRow> rows) =>
        batch.Add(
            UpdateSql,
            rows.Select(row => row.Offer.Model).ToArray(),
            rows.Select(row => row.Offer.Provider).ToArray(),
            rows.Select(row => row.Offer.ProviderModel).ToArray(),
            rows.Select(row => row.Style ?? "").ToArray(),
            rows.Select(row => row.Averages.SuccessRate).ToArray(),
            rows.Select(row => row.Averages.AverageSeconds).ToArray(),
            rows.Select(row => row.Averages.Samples).ToArray(),
            rows.Select(row => row.Circuit.Failures).ToArray(),
            rows.Select(row => row.Circuit.Openings).ToArray(),
            new NpgsqlParameter
            {
                Value = rows.Select(row => row.Circuit.Left).ToArray(),
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Interval,
            }
        );

    private static async Task<List<OfferHealthRow>> ReadAsync(
        NpgsqlDataReader reader,
        CancellationToken cancellationToken
    )
    {
        var rows = new List<OfferHealthRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var style = reader.GetString(3);
            rows.Add(
                new OfferHealthRow(
                    new OfferKey(reader.GetString(0), reader.GetString(1), reader.GetString(2)),
                    style.Length == 0 ? null : style,
                    new OfferAverages(reader.GetDouble(4), reader.GetDouble(5), reader.GetInt32(6)),
                    new Circuit(
                        reader.GetInt32(7),
                        reader.GetInt32(8),
                        reader.IsDBNull(9) ? null : reader.GetFieldValue<TimeSpan>(9)
                    )
                )
            );
        }

        return rows;
    }
}
