using Atelier.Data.Connections;
using Atelier.Data.Costs;
using Npgsql;

namespace Atelier.Data.Usage;

/// <summary>The statements about a day's pictures and what they cost, by account and by a guest's address.</summary>
internal static class UsageSql
{
    /// <summary>The day, UTC.</summary>
    public const string ThisDay = "(atelier.now() AT TIME ZONE 'UTC')::date";

    /// <summary>
    /// Day, pictures asked for and time to midnight, of a row a of accounts, which are counted only where a row may has a limit.
    /// The day is read once.
    /// </summary>
    public const string Today = """
        SELECT now.day, CASE WHEN may.pictures IS NULL THEN 0 ELSE coalesce((
            SELECT u.pictures FROM daily_usage u WHERE u.account_id = a.id AND u.day = now.day), 0) END AS used,
          ((now.day + 1)::timestamp AT TIME ZONE 'UTC') - now.at AS resets_in
        FROM (SELECT at, (at AT TIME ZONE 'UTC')::date AS day FROM (SELECT atelier.now() AS at OFFSET 0) clock OFFSET 0) now
        """;

    /// <summary>Adds an INSERT's pictures to the rows of their account and day.</summary>
    public const string AddPictures =
        "ON CONFLICT (account_id, day) DO UPDATE SET pictures = daily_usage.pictures + excluded.pictures";

    /// <summary>Adds an INSERT's cost and credits to the rows of their account and day.</summary>
    public const string AddMoney = """
        ON CONFLICT (account_id, day) DO UPDATE SET cost = daily_usage.cost + excluded.cost,
          credits = daily_usage.credits + excluded.credits
        """;

    // Whoever comes with the same address waits here, whatever its account. In ascending order, for groups.
    private const string LockVisitorsSql = $"""
        INSERT INTO visitor_usage AS u (visitor, day) SELECT visitor, {ThisDay} FROM unnest($1::bytea[]) AS v (visitor) ORDER BY visitor
        ON CONFLICT (visitor, day) DO UPDATE SET pictures = u.pictures RETURNING visitor, pictures
        """;

    private const string UseByVisitorSql = """
        INSERT INTO visitor_usage (visitor, day, pictures) VALUES ($1, $2, $3)
        ON CONFLICT (visitor, day) DO UPDATE SET pictures = visitor_usage.pictures + excluded.pictures
        """;

    private const string GiveBackSql = """
        UPDATE daily_usage u SET pictures = u.pictures - least($2, u.pictures) FROM generations g
        WHERE g.id = $1 AND u.account_id = g.account_id AND u.day = g.quota_day
        """;

    private const string EndVisitorsSql = $"""
        WITH sums AS (
          SELECT g.visitor, g.quota_day, sum(o.pictures) AS pictures, sum(o.credits) AS credits, sum((
            SELECT {CostSql.Spent} FROM costs c WHERE c.generation_id = g.id)) AS cost
          FROM unnest($1::uuid[], $2::int[], $3::bigint[]) AS o (id, pictures, credits) JOIN generations g ON g.id = o.id
          GROUP BY g.visitor, g.quota_day),
        locked AS MATERIALIZED (
          SELECT u.visitor, u.day, sums.pictures, sums.credits, sums.cost
          FROM sums JOIN visitor_usage u ON u.visitor = sums.visitor AND u.day = sums.quota_day
          ORDER BY u.visitor, u.day FOR UPDATE OF u)
        UPDATE visitor_usage u SET pictures = u.pictures - least(locked.pictures, u.pictures), cost = u.cost + locked.cost,
          credits = u.credits + locked.credits
        FROM locked WHERE u.visitor = locked.visitor AND u.day = locked.day
        """;

    private const string LateCostSql = $"""
        INSERT INTO daily_usage (account_id, day, cost)
        SELECT g.account_id, {ThisDay}, $2 FROM attempts a JOIN generations g ON g.id = a.generation_id WHERE a.id = $1
        {AddMoney}
        """;

    /// <summary>Locks what guests of these addresses asked for today; answers a row for each.</summary>
    public static void AddVisitorLocks(this NpgsqlBatch batch, IEnumerable<byte[]> visitors) =>
        batch.Add(LockVisitorsSql, (object)visitors.DistinctBy(Convert.ToHexString).ToArray());

    /// <summary>A guest asked for pictures; its account is counted with the other accounts.</summary>
    public static void AddUseByVisitor(this NpgsqlBatch batch, byte[] visitor, DateOnly day, int pictures) =>
        batch.Add(UseByVisitorSql, visitor, day, pictures);

    /// <summary>Pictures that were asked for and not delivered. The account row must be locked.</summary>
    public static void AddGiveBack(this NpgsqlBatch batch, Guid generationId, int pictures) =>
        batch.Add(GiveBackSql, generationId, pictures);

    /// <summary>Guests' generations end: pictures that did not come are given back, and what was spent is added.</summary>
    public static void AddEndOfVisitors(
        this NpgsqlBatch batch,
        IReadOnlyCollection<(Guid GenerationId, int Undelivered, long Credits)> endings
    ) =>
        batch.Add(
            EndVisitorsSql,
            endings.Select(ending => ending.GenerationId).ToArray(),
            endings.Select(ending => ending.Undelivered).ToArray(),
            endings.Select(ending => ending.Credits).ToArray()
        );

    /// <summary>A bill that came when its generation had ended. The last statement of its transaction, for it locks without the account.</summary>
    public static void AddLateCost(this NpgsqlBatch batch, Guid attemptId, long nanos)
    {
        if (nanos > 0)
        {
            batch.Add(LateCostSql, attemptId, nanos);
        }
    }
}
