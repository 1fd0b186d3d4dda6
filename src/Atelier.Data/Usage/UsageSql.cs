using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Usage;

/// <summary>The statements about pictures of a day. The account row must be locked.</summary>
internal static class UsageSql
{
    public const string Today = """
        WITH today AS (SELECT (atelier.now() AT TIME ZONE 'UTC')::date AS day)
        SELECT day, coalesce(u.pictures, 0), ((day + 1)::timestamp AT TIME ZONE 'UTC') - atelier.now()
        FROM today LEFT JOIN (SELECT * FROM daily_usage WHERE account_id = $1) u USING (day)
        """;

    private const string UseSql = """
        INSERT INTO daily_usage (account_id, day, pictures) VALUES ($1, $2, $3)
        ON CONFLICT (account_id, day) DO UPDATE SET pictures = daily_usage.pictures + excluded.pictures
        """;

    private const string GiveBackSql = """
        UPDATE daily_usage u SET pictures = u.pictures - least($2, u.pictures) FROM generations g
        WHERE g.id = $1 AND u.account_id = g.account_id AND u.day = g.quota_day
        """;

    public static void AddUse(this NpgsqlBatch batch, Guid accountId, DateOnly day, int pictures) =>
        batch.Add(UseSql, accountId, day, pictures);

    /// <summary>Pictures that were asked for and not delivered.</summary>
    public static void AddGiveBack(this NpgsqlBatch batch, Guid generationId, int pictures) =>
        batch.Add(GiveBackSql, generationId, pictures);

    public static async Task<Quota> ReadQuotaAsync(
        this NpgsqlDataReader reader,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await reader.ReadAsync(cancellationToken);
        return new Quota(limit, reader.GetInt32(1), reader.GetFieldValue<DateOnly>(0), reader.GetTimeSpan(2));
    }
}
