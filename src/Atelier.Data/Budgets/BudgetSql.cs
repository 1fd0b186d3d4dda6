using Atelier.Data.Connections;
using Atelier.Data.Costs;
using Npgsql;

namespace Atelier.Data.Budgets;

/// <summary>
/// The budgets' part of transactions. Their locks come before all others, in ascending ids: budgets, account, limits, queue.
/// Where there is no limit nobody waits: a shared advisory lock only keeps a limit from being set in the middle.
/// </summary>
internal static class BudgetSql
{
    /// <summary>Whoever sets a limit takes this lock alone.</summary>
    public const long AdvisoryLock = 0x4174_6275_6467;

    /// <summary>The first day of the month, UTC.</summary>
    public const string ThisMonth = "date_trunc('month', atelier.now() AT TIME ZONE 'UTC')::date";

    /// <summary>Limit, spent and risk of a row b.</summary>
    public const string Columns = $"b.nanos, CASE WHEN b.month < {ThisMonth} THEN 0 ELSE b.spent END, b.risk";

    private const string ShareSql = "SELECT pg_advisory_xact_lock_shared($1)";

    /// <summary>The scopes that a row g of generations counts in.</summary>
    public const string ScopesOfRow =
        "(VALUES ('month'), ('account:' || g.account_id), ('key:' || g.key_id)) AS scope (id)";

    // Statements of their own, so that they see what the lock waited for. Those for one have no array: for one of unknown length the
    // server makes a new plan each time, which takes longer than the work.
    private const string LockSql = $"""
        SELECT b.id, {Columns} FROM budgets b WHERE b.id IN ('month', $1, $2) AND b.nanos IS NOT NULL ORDER BY b.id FOR UPDATE
        """;

    private const string LockAllSql = $"""
        SELECT b.id, {Columns} FROM budgets b WHERE b.id = ANY ($1) AND b.nanos IS NOT NULL ORDER BY b.id FOR UPDATE
        """;

    private const string LockOfSql = $"""
        SELECT b.id, {Columns} FROM budgets b
        WHERE b.id IN ('month', $1, (SELECT 'key:' || g.key_id FROM generations g WHERE g.id = $2)) AND b.nanos IS NOT NULL
        ORDER BY b.id FOR UPDATE
        """;

    private const string LockOfAllSql = $"""
        SELECT b.id, {Columns} FROM budgets b
        WHERE b.nanos IS NOT NULL
          AND b.id IN (SELECT scope.id FROM generations g, LATERAL {ScopesOfRow} WHERE g.id = ANY ($1))
        ORDER BY b.id FOR UPDATE
        """;

    private const string LockOfAttemptSql = $"""
        SELECT b.id, {Columns} FROM budgets b
        WHERE b.nanos IS NOT NULL AND b.id IN (SELECT scope.id FROM attempts a JOIN generations g ON g.id = a.generation_id,
          LATERAL {ScopesOfRow} WHERE a.id = $1)
        ORDER BY b.id FOR UPDATE
        """;

    private const string TakeSql = """
        UPDATE budgets b SET risk = b.risk + $3 WHERE b.id IN ('month', $1, $2) AND b.nanos IS NOT NULL
        """;

    private const string TakeAllSql = """
        UPDATE budgets b SET risk = b.risk + taken.nanos FROM unnest($1::text[], $2::bigint[]) AS taken (id, nanos)
        WHERE b.id = taken.id AND b.nanos IS NOT NULL
        """;

    private const string TakeOfSql = $"""
        UPDATE budgets b SET risk = b.risk + $2 FROM generations g, LATERAL {ScopesOfRow}
        WHERE g.id = $1 AND b.id = scope.id AND b.nanos IS NOT NULL
        """;

    // The sum is that of a step's fence: what its calls have cost and may still cost.
    private const string RaiseSql = $"""
        WITH books AS (
          SELECT g.id, committed.nanos - g.cost_reserved AS more
          FROM attempts a JOIN generations g ON g.id = a.generation_id, LATERAL (
            SELECT coalesce(sum(c.nanos) FILTER (WHERE {CostSql.IsSpent} OR {CostSql.IsOpen}), 0)::bigint AS nanos
            FROM costs c WHERE c.generation_id = g.id) committed
          WHERE a.id = $1 AND g.finished_at IS NULL AND committed.nanos > g.cost_reserved),
        g AS (
          UPDATE generations SET cost_reserved = cost_reserved + books.more FROM books WHERE generations.id = books.id
          RETURNING generations.account_id, generations.key_id, books.more)
        UPDATE budgets b SET risk = b.risk + g.more FROM g, LATERAL {ScopesOfRow}
        WHERE b.id = scope.id AND b.nanos IS NOT NULL
        """;

    private const string GiveBackOneSql = $"{GiveBackStart} $1 {GiveBackEnd}";

    private const string GiveBackAllSql = $"{GiveBackStart} ANY ($1) {GiveBackEnd}";

    private const string GiveBackStart = $"""
        WITH parts AS (
          SELECT scope.id, g.cost_reserved - books.open AS freed, books.spent
          FROM generations g, LATERAL {ScopesOfRow}, LATERAL (
            SELECT coalesce(sum(c.nanos) FILTER (WHERE {CostSql.IsSpent}
                AND c.created_at >= {ThisMonth} AT TIME ZONE 'UTC'), 0) AS spent,
              coalesce(sum(c.nanos) FILTER (WHERE {CostSql.IsOpen}), 0) AS open
            FROM costs c WHERE c.generation_id = g.id) books
          WHERE g.id =
        """;

    private const string GiveBackEnd = $"""
        ), sums AS (SELECT id, sum(freed) AS freed, sum(spent) AS spent FROM parts GROUP BY id)
        UPDATE budgets b SET risk = b.risk - sums.freed, month = greatest(b.month, {ThisMonth}),
          spent = CASE WHEN b.month < {ThisMonth} THEN 0 ELSE b.spent END + sums.spent
        FROM sums WHERE b.id = sums.id AND b.nanos IS NOT NULL
        """;

    private const string ShiftSql = $"""
        UPDATE budgets b SET risk = b.risk - $2, month = greatest(b.month, {ThisMonth}),
          spent = CASE WHEN b.month < {ThisMonth} THEN 0 ELSE b.spent END + $3
        FROM attempts a JOIN generations g ON g.id = a.generation_id, LATERAL {ScopesOfRow}
        WHERE a.id = $1 AND b.id = scope.id AND b.nanos IS NOT NULL
        """;

    /// <summary>
    /// Locks what a call of this account and key counts in. Two statements, as all that lock: the second answers a row for each
    /// scope that has a limit.
    /// </summary>
    public static void AddBudgetLock(this NpgsqlBatch batch, Guid accountId, Guid? keyId)
    {
        batch.Add(ShareSql, AdvisoryLock);
        batch.Add(LockSql, BudgetScope.OfAccount(accountId).Id, KeyOf(keyId));
    }

    /// <summary>The same for many.</summary>
    public static void AddBudgetLocks(this NpgsqlBatch batch, IEnumerable<BudgetScope> scopes)
    {
        batch.Add(ShareSql, AdvisoryLock);
        // One value, and not as many as there are scopes.
        batch.Add(LockAllSql, (object)scopes.Select(scope => scope.Id).Distinct().ToArray());
    }

    /// <summary>Locks the budgets that a generation of this account counts in.</summary>
    public static void AddBudgetLockOf(this NpgsqlBatch batch, Guid accountId, Guid generationId)
    {
        batch.Add(ShareSql, AdvisoryLock);
        batch.Add(LockOfSql, BudgetScope.OfAccount(accountId).Id, generationId);
    }

    /// <summary>The same for many.</summary>
    public static void AddBudgetLocksOf(this NpgsqlBatch batch, Guid[] generationIds)
    {
        batch.Add(ShareSql, AdvisoryLock);
        batch.Add(LockOfAllSql, generationIds);
    }

    /// <summary>Locks the budgets that an attempt's generation counts in.</summary>
    public static void AddBudgetLockOfAttempt(this NpgsqlBatch batch, Guid attemptId)
    {
        batch.Add(ShareSql, AdvisoryLock);
        batch.Add(LockOfAttemptSql, attemptId);
    }

    /// <summary>Holds this much more of the budgets that a call of this account and key counts in.</summary>
    public static void AddBudgetTake(this NpgsqlBatch batch, Guid accountId, Guid? keyId, long nanos) =>
        batch.Add(TakeSql, BudgetScope.OfAccount(accountId).Id, KeyOf(keyId), nanos);

    /// <summary>Holds this much more of budgets, by their ids.</summary>
    public static void AddBudgetTakes(this NpgsqlBatch batch, IReadOnlyDictionary<string, long> nanos) =>
        batch.Add(TakeAllSql, nanos.Keys.ToArray(), nanos.Values.ToArray());

    /// <summary>Holds this much more of the budgets that a generation counts in.</summary>
    public static void AddBudgetTakeOf(this NpgsqlBatch batch, Guid generationId, long nanos) =>
        batch.Add(TakeOfSql, generationId, nanos);

    /// <summary>
    /// A bill was booked for an attempt, and its generation goes on: where that is more than the budgets hold for it, they hold
    /// so much more at once. They must be locked.
    /// </summary>
    public static void AddBudgetRaise(this NpgsqlBatch batch, Guid attemptId) => batch.Add(RaiseSql, attemptId);

    /// <summary>Generations end: what they held goes, but for calls whose outcome is open; what was billed is spent.</summary>
    public static void AddBudgetGiveBack(this NpgsqlBatch batch, Guid[] generationIds) =>
        batch.Add(GiveBackAllSql, generationIds);

    /// <summary>The same for one.</summary>
    public static void AddBudgetGiveBack(this NpgsqlBatch batch, Guid generationId) =>
        batch.Add(GiveBackOneSql, generationId);

    /// <summary>An attempt that outlived its generation came to its end.</summary>
    public static void AddBudgetShift(this NpgsqlBatch batch, Guid attemptId, long risk, long spent) =>
        batch.Add(ShiftSql, attemptId, risk, spent);

    /// <summary>
    /// Reads the answer of a lock, whose first result is the current one, and goes on to the next: the budgets with a limit,
    /// by their ids.
    /// </summary>
    public static async Task<Dictionary<string, BudgetRow>> ReadBudgetsAsync(
        this NpgsqlDataReader reader,
        CancellationToken cancellationToken
    )
    {
        var budgets = new Dictionary<string, BudgetRow>();
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            budgets[reader.GetString(0)] = Read(reader, from: 1);
        }

        await reader.NextResultAsync(cancellationToken);
        return budgets;
    }

    /// <summary>Reads <see cref="Columns"/>, the first of which is number <paramref name="from"/>.</summary>
    public static BudgetRow Read(NpgsqlDataReader reader, int from) =>
        new(reader.GetInt64(from), reader.GetInt64(from + 1), reader.GetInt64(from + 2));

    private static NpgsqlParameter KeyOf(Guid? keyId) =>
        Parameter.Text(keyId is { } key ? BudgetScope.OfKey(key).Id : null);
}
