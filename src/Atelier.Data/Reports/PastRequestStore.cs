using Atelier.Data.Costs;
using Dapper;
using Npgsql;

namespace Atelier.Data.Reports;

/// <summary>Reads what was asked for, a page at a time.</summary>
public sealed class PastRequestStore(NpgsqlDataSource database)
{
    // How long a person looked at the words or at the pictures is no time of the work's.
    private const string PageSql = $"""
        SELECT g.id AS Id, g.request::text AS RequestJson,
          (SELECT {CostSql.Spent}::bigint FROM costs c WHERE c.generation_id = g.id) AS Nanos,
          extract(epoch FROM coalesce((SELECT max(a.stored_at) FROM attempts a
              WHERE a.generation_id = g.id AND a.state = 'succeeded'), g.finished_at) - g.created_at
            - coalesce((SELECT sum(r.decided_at - r.created_at) FROM reviews r
              WHERE r.generation_id = g.id AND r.phase = 'before'), interval '0'))::float8 AS Seconds,
          CASE WHEN o.owner THEN 'premium' ELSE o.tier END AS Tier,
          array_to_string(o.only_providers, ' ') AS OnlyProviders,
          array_to_string(o.never_providers, ' ') AS NeverProviders
        FROM generations g JOIN accounts o ON o.id = g.account_id
        WHERE g.id >= @from AND g.id < @before AND g.finished_at IS NOT NULL
          AND (@account::uuid IS NULL OR g.account_id = @account)
        ORDER BY g.id DESC LIMIT @most
        """;

    /// <summary>Generations that have ended, the newest first.</summary>
    /// <param name="from">The first moment.</param>
    /// <param name="account">Only its requests; null for all.</param>
    public Task<IReadOnlyList<PastRequest>> FirstAsync(
        DateTimeOffset from,
        DateTimeOffset until,
        Guid? account,
        int most,
        CancellationToken cancellationToken
    ) => NextAsync(from, IdTime.From(until), account, most, cancellationToken);

    /// <summary>Those older than the last of the page before.</summary>
    public async Task<IReadOnlyList<PastRequest>> NextAsync(
        DateTimeOffset from,
        Guid before,
        Guid? account,
        int most,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<PastRequest>(
            new CommandDefinition(
                PageSql,
                new
                {
                    from = IdTime.From(from),
                    before,
                    account,
                    most,
                },
                cancellationToken: cancellationToken
            )
        );
        return rows.AsList();
    }
}
