using Atelier.Data.Accounts;
using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Limits;

/// <summary>Counts requests of a group of operations. The account rows must be locked.</summary>
internal static class OperationSql
{
    // The generations themselves are the count. Of each span only the newest are read, up to its limit: when the oldest of those
    // leaves the span, a place is free. A day has no end that slides.
    private const string CountStart = $"""
        SELECT asked.account_id, asked.name, part.most, taken.used, part.span,
          coalesce(part.ends, taken.oldest + part.span, clock.at) - clock.at, part.ends IS NOT NULL, {TierSql.Name}
        FROM
        """;

    private const string CountEnd = $"""
         AS asked (account_id, name, per_minute, per_hour, per_day, tiers)
          JOIN accounts a ON a.id = asked.account_id
            AND (asked.tiers IS NULL OR {TierSql.Name} = ANY (string_to_array(asked.tiers, ','))),
        (SELECT at, (at AT TIME ZONE 'UTC')::date AS day FROM (SELECT atelier.now() AS at OFFSET 0) now OFFSET 0) clock,
        LATERAL (VALUES
          (asked.per_minute, interval '1 minute', clock.at - interval '1 minute', NULL),
          (asked.per_hour, interval '1 hour', clock.at - interval '1 hour', NULL),
          (asked.per_day, interval '1 day', clock.day::timestamp AT TIME ZONE 'UTC' - interval '1 microsecond',
            (clock.day + 1)::timestamp AT TIME ZONE 'UTC')) AS part (most, span, since, ends),
        LATERAL (SELECT count(*)::int AS used, min(newest.created_at) AS oldest FROM (
          SELECT g.created_at FROM generations g
          WHERE g.account_id = asked.account_id AND g.limit_group = asked.name AND g.created_at > part.since
          ORDER BY g.created_at DESC LIMIT part.most) newest) taken
        WHERE part.most > 0
        """;

    // One without arrays has one plan, which is kept.
    private const string CountSql =
        $"{CountStart} (VALUES ($1::uuid, $2::text, $3::int, $4::int, $5::int, $6::text)) {CountEnd}";

    private const string CountAllSql =
        $"{CountStart} unnest($1::uuid[], $2::text[], $3::int[], $4::int[], $5::int[], $6::text[]) {CountEnd}";

    /// <summary>Answers a row for each limited span of an account and group; none where the account's tier has no limit.</summary>
    public static void AddOperationCount(this NpgsqlBatch batch, Guid accountId, OperationLimit limit) =>
        batch.Add(
            CountSql,
            accountId,
            limit.Group,
            limit.PerMinute,
            limit.PerHour,
            limit.PerDay,
            Parameter.Text(TiersOf([limit]))
        );

    /// <summary>The same for many. Of an account and group that stand there several times the tiers of all are taken.</summary>
    public static void AddOperationCounts(
        this NpgsqlBatch batch,
        IEnumerable<(Guid AccountId, OperationLimit Limit)> asked
    )
    {
        var groups = asked
            .GroupBy(of => (of.AccountId, of.Limit.Group), of => of.Limit)
            .Select(group => (group.Key.AccountId, Limit: group.First(), Tiers: TiersOf(group)))
            .ToList();
        batch.Add(
            CountAllSql,
            groups.Select(of => of.AccountId).ToArray(),
            groups.Select(of => of.Limit.Group).ToArray(),
            groups.Select(of => of.Limit.PerMinute).ToArray(),
            groups.Select(of => of.Limit.PerHour).ToArray(),
            groups.Select(of => of.Limit.PerDay).ToArray(),
            groups.Select(of => of.Tiers).ToArray()
        );
    }

    /// <summary>Reads that answer: by account and group.</summary>
    public static async Task<Dictionary<(Guid AccountId, string Group), OperationUse>> ReadOperationsAsync(
        this NpgsqlDataReader reader,
        CancellationToken cancellationToken
    )
    {
        var uses = new Dictionary<(Guid, string), OperationUse>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var (account, group) = (reader.GetGuid(0), reader.GetString(1));
            if (!uses.TryGetValue((account, group), out var use))
            {
                uses[(account, group)] = use = new OperationUse(group, reader.GetString(7));
            }

            use.Add(
                reader.GetInt32(2),
                reader.GetInt32(3),
                reader.GetTimeSpan(4),
                reader.GetTimeSpan(5),
                day: reader.GetBoolean(6)
            );
        }

        return uses;
    }

    // Null is every account.
    private static string? TiersOf(IEnumerable<OperationLimit> limits) =>
        limits.All(limit => limit.Tiers is not null)
            ? string.Join(',', limits.SelectMany(limit => limit.Tiers!).Distinct())
            : null;
}
