using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Usage;

/// <summary>The statements about pictures of a day. The account row must be locked.</summary>
internal static class UsageSql
{
    /// <summary>
    /// Day, pictures asked for and time to midnight, of a row a of accounts; no row where it has no limit. The day is read once.
    /// </summary>
    public const string Today = """
        SELECT now.day, coalesce((SELECT u.pictures FROM daily_usage u WHERE u.account_id = a.id AND u.day = now.day), 0) AS used,
          ((now.day + 1)::timestamp AT TIME ZONE 'UTC') - now.at AS resets_in
        FROM (SELECT at, (at AT TIME ZONE 'UTC')::date AS day FROM (SELECT atelier.now() AS at OFFSET 0) clock
          WHERE a.daily_limit IS NOT NULL OFFSET 0) now
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
}
