using Atelier.Core.Pricing;
using Atelier.Data.Budgets;
using Atelier.Data.Costs;
using Dapper;
using Npgsql;

namespace Atelier.Data.Ledger;

/// <summary>Recounts the books from their entries, trusting no stored sum.</summary>
public sealed class LedgerStore(NpgsqlDataSource database)
{
    private const string BalanceSql = """
        SELECT 'account ' || a.id || ': balance ' || a.balance || ', entries ' || coalesce(sum(l.effect), 0)
        FROM accounts a LEFT JOIN ledger l ON l.account_id = a.id
        GROUP BY a.id HAVING a.balance <> coalesce(sum(l.effect), 0)
        """;

    private const string GenerationSql = """
        WITH books AS (
          SELECT g.id, g.state IN ('complete', 'failed', 'canceled') AS ended, g.reserved, g.settled, g.price_each,
            (SELECT count(*) FROM slots s WHERE s.generation_id = g.id AND s.image_id IS NOT NULL) AS delivered,
            (SELECT sum(amount) FROM ledger l WHERE l.generation_id = g.id AND l.entry = 'reserve') AS reserve,
            (SELECT sum(amount) FROM ledger l WHERE l.generation_id = g.id AND l.entry = 'settle') AS settle,
            (SELECT sum(amount) FROM ledger l WHERE l.generation_id = g.id AND l.entry = 'release') AS release
          FROM generations g)
        SELECT 'generation ' || id || ': reserve ' || coalesce(reserve::text, 'none') || ', settle '
          || coalesce(settle::text, 'none') || ', release ' || coalesce(release::text, 'none') || ', delivered ' || delivered
        FROM books
        WHERE reserve IS DISTINCT FROM reserved
          OR (ended AND (settle IS DISTINCT FROM settled OR reserve IS DISTINCT FROM settle + release
            OR settle IS DISTINCT FROM price_each * delivered))
          OR (NOT ended AND (settle IS NOT NULL OR release IS NOT NULL))
        """;

    // Every intent has one risk, and an end in the book exactly when it has ended.
    private const string AttemptSql = """
        WITH books AS (
          SELECT a.id, a.state, a.risk, a.state IN ('succeeded', 'failed', 'not_sent', 'written_off') AS ended,
            count(c.*) FILTER (WHERE c.entry = 'risk' AND c.nanos = a.risk) AS risks,
            count(c.*) FILTER (WHERE c.entry IN ('cost', 'clear', 'write_off')) AS ends,
            max(c.nanos) FILTER (WHERE c.entry = 'cost') AS cost
          FROM attempts a LEFT JOIN costs c ON c.attempt_id = a.id GROUP BY a.id)
        SELECT 'attempt ' || id || ': state ' || state || ', risk entries ' || risks || ', end entries ' || ends
          || ', cost ' || coalesce(cost::text, 'none') || ' of risk ' || risk
        FROM books WHERE risks <> 1 OR ends <> CASE WHEN ended THEN 1 ELSE 0 END OR cost > risk
        """;

    // One live call a slot: one that does not hold its slots must have been run again.
    private const string SlotSql = """
        SELECT 'attempt ' || a.id || ': live, and slot ' || s.index || ' waits for another'
        FROM attempts a JOIN slots s ON s.generation_id = a.generation_id AND s.index = ANY (a.slots)
        WHERE a.state IN ('intent', 'submitted', 'answered') AND s.attempt_id IS DISTINCT FROM a.id
          AND NOT EXISTS (SELECT FROM attempts r WHERE r.generation_id = a.generation_id AND r.rerun)
        """;

    private const string BudgetRowSql = $"""
        WITH parts AS (
          SELECT g.account_id, g.key_id, g.cost_reserved AS risk, 0 AS spent FROM generations g WHERE g.finished_at IS NULL
          UNION ALL
          SELECT g.account_id, g.key_id, c.nanos, 0 FROM costs c JOIN generations g ON g.id = c.generation_id
          WHERE g.finished_at IS NOT NULL AND {CostSql.IsOpen}
          UNION ALL
          SELECT g.account_id, g.key_id, 0, c.nanos FROM costs c JOIN generations g ON g.id = c.generation_id
          WHERE g.finished_at IS NOT NULL AND {CostSql.IsSpent}
            AND c.created_at >= {BudgetSql.ThisMonth} AT TIME ZONE 'UTC'),
        counted AS (
          SELECT scope.id, sum(g.risk) AS risk, sum(g.spent) AS spent FROM parts g, LATERAL {BudgetSql.ScopesOfRow}
          GROUP BY scope.id),
        rows AS (
          SELECT b.id, b.risk, CASE WHEN b.month < {BudgetSql.ThisMonth} THEN 0 ELSE b.spent END AS spent,
            coalesce(c.risk, 0) AS counted_risk, coalesce(c.spent, 0) AS counted_spent
          FROM budgets b LEFT JOIN counted c ON c.id = b.id WHERE b.nanos IS NOT NULL)
        SELECT 'budget ' || id || ': risk ' || risk || ', counted ' || counted_risk || '; spent ' || spent || ', counted '
          || counted_spent
        FROM rows WHERE risk <> counted_risk OR spent <> counted_spent
        """;

    // A generation in review is in the queue as such, and exactly one review of it is open.
    private const string ReviewSql = """
        SELECT 'generation ' || g.id || ': state ' || g.state || ', queue ' || coalesce(q.state, 'none') || ', open reviews '
          || count(r.id)
        FROM generations g LEFT JOIN queue q ON q.generation_id = g.id
        LEFT JOIN reviews r ON r.generation_id = g.id AND r.decided_at IS NULL
        GROUP BY g.id, g.state, q.state
        HAVING (g.state = 'review') <> (coalesce(q.state, '') = 'review')
          OR count(r.id) <> CASE WHEN g.state = 'review' THEN 1 ELSE 0 END
        """;

    // What is delivered is shown, and what is parked waits for somebody.
    private const string QuarantineSql = """
        SELECT 'image ' || i.id || ': ' || i.quarantine || ', delivered ' || (s.image_id IS NOT NULL) || ', generation ' || g.state
        FROM images i JOIN generations g ON g.id = i.generation_id
        LEFT JOIN slots s ON s.generation_id = i.generation_id AND s.image_id = i.id
        WHERE i.quarantine IS NOT NULL AND (s.image_id IS NOT NULL OR (i.quarantine = 'parked') AND g.state <> 'review')
        """;

    private const string SumSql = $"""
        SELECT (SELECT count(*) FROM accounts), (SELECT count(*) FROM generations), (SELECT count(*) FROM attempts),
          (SELECT coalesce(sum(c.nanos), 0)::bigint FROM costs c WHERE {CostSql.IsSpent}),
          (SELECT coalesce(sum(c.nanos), 0)::bigint FROM costs c WHERE {CostSql.IsOpen})
        """;

    /// <summary>Checks every account, generation, attempt and budget, in one snapshot.</summary>
    public async Task<LedgerCheck> CheckAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(
            System.Data.IsolationLevel.RepeatableRead,
            cancellationToken
        );
        var counts = await connection.QuerySingleAsync<(
            long Accounts,
            long Generations,
            long Attempts,
            long Spent,
            long Open
        )>(SumSql);
        var problems = new List<string>();
        foreach (
            var sql in new[] { BalanceSql, GenerationSql, AttemptSql, SlotSql, BudgetRowSql, ReviewSql, QuarantineSql }
        )
        {
            problems.AddRange(await connection.QueryAsync<string>(sql));
        }

        return new LedgerCheck(
            counts.Accounts,
            counts.Generations,
            counts.Attempts,
            NanoDollars.ToDollars(counts.Spent),
            NanoDollars.ToDollars(counts.Open),
            problems
        );
    }
}
