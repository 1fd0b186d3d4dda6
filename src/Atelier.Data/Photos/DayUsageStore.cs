using Atelier.Data.Accounts;
using Atelier.Data.Usage;
using Dapper;
using Npgsql;

namespace Atelier.Data.Photos;

/// <summary>Reads the rows that accept and settle count in (requirements B-13 and B-52).</summary>
public sealed class DayUsageStore(NpgsqlDataSource database)
{
    private const string EndsAt = $"({UsageSql.ThisDay} + 1)::timestamp AT TIME ZONE 'UTC' AS EndsAt";

    private const string OfAccountSql = $"""
        SELECT greatest(coalesce(u.pictures, 0), coalesce(v.pictures, 0))::bigint AS Pictures,
          coalesce(u.cost, 0)::bigint AS CostNanos, coalesce(u.credits, 0)::bigint AS Credits, may.pictures::int AS "Limit", {EndsAt}
        FROM accounts a {TierSql.May}
        LEFT JOIN daily_usage u ON u.account_id = a.id AND u.day = {UsageSql.ThisDay}
        LEFT JOIN visitor_usage v ON v.visitor = @visitor AND v.day = {UsageSql.ThisDay}
        WHERE a.id = @accountId
        """;

    private const string OfVisitorSql = $"""
        SELECT coalesce(v.pictures, 0)::bigint AS Pictures, coalesce(v.cost, 0)::bigint AS CostNanos,
          coalesce(v.credits, 0)::bigint AS Credits, t.daily_pictures::int AS "Limit", {EndsAt}
        FROM tiers t LEFT JOIN visitor_usage v ON v.visitor = @visitor AND v.day = {UsageSql.ThisDay}
        WHERE t.name = 'free'
        """;

    /// <summary>Of an account; null when there is none of this id.</summary>
    /// <param name="visitor">Of a guest: its address as today's keyed hash; else null.</param>
    public async Task<DayUsage?> OfAccountAsync(Guid accountId, byte[]? visitor, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<DayUsage>(
            new CommandDefinition(OfAccountSql, new { accountId, visitor }, cancellationToken: cancellationToken)
        );
    }

    /// <summary>Of an address that has no account yet, as free ones may.</summary>
    public async Task<DayUsage> OfVisitorAsync(byte[] visitor, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleAsync<DayUsage>(
            new CommandDefinition(OfVisitorSql, new { visitor }, cancellationToken: cancellationToken)
        );
    }
}
