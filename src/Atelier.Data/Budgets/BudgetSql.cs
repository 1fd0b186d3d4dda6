using Atelier.Data.Connections;
using Atelier.Data.Costs;
using Npgsql;

namespace Atelier.Data.Budgets;

/// <summary>
/// The budget's part of transactions. Its lock comes before all others: budget, account, limits, queue. Where there is no
/// limit nobody waits: a shared advisory lock only keeps a limit from being set in the middle.
/// </summary>
internal static class BudgetSql
{
    /// <summary>Whoever sets a limit takes this lock alone.</summary>
    public const long AdvisoryLock = 0x4174_6275_6467;

    private const string ShareSql = "SELECT pg_advisory_xact_lock_shared($1)";

    // A statement of its own, so that it sees what the lock waited for.
    private const string LockSql = $"""
        SELECT nanos, CASE WHEN month < {ThisMonth} THEN 0 ELSE spent END, risk FROM budgets
        WHERE id = 'month' AND nanos IS NOT NULL FOR UPDATE
        """;

    private const string TakeSql = """
        UPDATE budgets SET risk = risk + $1 WHERE id = 'month' AND nanos IS NOT NULL
        """;

    private const string GiveBackSql = $"""
        WITH books AS (
          SELECT coalesce(sum(c.nanos) FILTER (WHERE {CostSql.IsSpent}
              AND c.created_at >= {ThisMonth} AT TIME ZONE 'UTC'), 0) AS spent,
            coalesce(sum(c.nanos) FILTER (WHERE {CostSql.IsOpen}), 0) AS open
          FROM costs c WHERE c.generation_id = ANY ($1))
        UPDATE budgets b SET risk = b.risk - ($2 - books.open), month = greatest(b.month, {ThisMonth}),
          spent = CASE WHEN b.month < {ThisMonth} THEN 0 ELSE b.spent END + books.spent
        FROM books WHERE b.id = 'month' AND b.nanos IS NOT NULL
        """;

    private const string ShiftSql = $"""
        UPDATE budgets SET risk = risk - $1, month = greatest(month, {ThisMonth}),
          spent = CASE WHEN month < {ThisMonth} THEN 0 ELSE spent END + $2
        WHERE id = 'month' AND nanos IS NOT NULL
        """;

    /// <summary>The first day of the month, UTC.</summary>
    public const string ThisMonth = "date_trunc('month', atelier.now() AT TIME ZONE 'UTC')::date";

    /// <summary>Two statements: the second answers one row with limit, spent and risk where there is a limit.</summary>
    public static void AddBudgetLock(this NpgsqlBatch batch)
    {
        batch.Add(ShareSql, AdvisoryLock);
        batch.Add(LockSql);
    }

    /// <summary>Holds this much more of the budget.</summary>
    public static void AddBudgetTake(this NpgsqlBatch batch, long nanos) => batch.Add(TakeSql, nanos);

    /// <summary>Generations end: what they held goes, but for calls whose outcome is open; what was billed is spent.</summary>
    /// <param name="reserved">Nano-dollars that they held together.</param>
    public static void AddBudgetGiveBack(this NpgsqlBatch batch, Guid[] generationIds, long reserved) =>
        batch.Add(GiveBackSql, generationIds, reserved);

    /// <summary>An attempt that outlived its generation came to its end.</summary>
    public static void AddBudgetShift(this NpgsqlBatch batch, long risk, long spent) =>
        batch.Add(ShiftSql, risk, spent);

    /// <summary>Reads the answer of <see cref="AddBudgetLock"/>, whose first result is the current one, and goes on to the next.</summary>
    public static async Task<BudgetRow?> ReadBudgetAsync(
        this NpgsqlDataReader reader,
        CancellationToken cancellationToken
    )
    {
        await reader.NextResultAsync(cancellationToken);
        var budget = await reader.ReadAsync(cancellationToken)
            ? new BudgetRow(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2))
            : null;
        await reader.NextResultAsync(cancellationToken);
        return budget;
    }
}
