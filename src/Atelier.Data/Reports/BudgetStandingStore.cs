using Atelier.Data.Budgets;
using Atelier.Data.Costs;
using Dapper;
using Npgsql;

namespace Atelier.Data.Reports;

/// <summary>How budgets stand: what is counted where there is a limit, and recounted from the book where there is none.</summary>
public sealed class BudgetStandingStore(NpgsqlDataSource database)
{
    // Bookings are read once, however many budgets there are, and not at all where all of them are counted.
    private const string BookedSql = $"""
        overruns AS (
          SELECT scope.id, sum(c.nanos)::bigint AS nanos
          FROM costs c JOIN generations g ON g.id = c.generation_id, LATERAL {BudgetSql.ScopesOfRow}
          WHERE c.entry = 'overrun' AND c.created_at >= {BudgetSql.ThisMonth}::timestamp AT TIME ZONE 'UTC'
          GROUP BY scope.id),
        booked AS (
          SELECT scope.id, sum(c.nanos)::bigint AS nanos
          FROM costs c JOIN generations g ON g.id = c.generation_id, LATERAL {BudgetSql.ScopesOfRow}
          WHERE {CostSql.IsSpent} AND c.created_at >= {BudgetSql.ThisMonth}::timestamp AT TIME ZONE 'UTC'
            AND EXISTS (SELECT FROM asked WHERE nanos IS NULL)
          GROUP BY scope.id),
        open AS (
          SELECT scope.id, sum(c.nanos)::bigint AS nanos
          FROM attempts a JOIN costs c ON c.attempt_id = a.id JOIN generations g ON g.id = a.generation_id, LATERAL {BudgetSql.ScopesOfRow}
          WHERE a.state IN ('intent', 'submitted', 'answered', 'unknown') AND {CostSql.IsOpen}
            AND EXISTS (SELECT FROM asked WHERE nanos IS NULL)
          GROUP BY scope.id)
        """;

    private const string StandingSql = $"""
        , standing AS (
          SELECT asked.id, asked.nanos,
            CASE WHEN asked.nanos IS NULL THEN coalesce(booked.nanos, 0)
              WHEN asked.month < {BudgetSql.ThisMonth} THEN 0 ELSE asked.spent END AS spent,
            CASE WHEN asked.nanos IS NULL THEN coalesce(open.nanos, 0) ELSE asked.risk END AS risk,
            coalesce(overruns.nanos, 0) AS overrun
          FROM asked LEFT JOIN booked ON booked.id = asked.id LEFT JOIN open ON open.id = asked.id
            LEFT JOIN overruns ON overruns.id = asked.id)
        SELECT s.id AS Scope, s.nanos AS Limit, s.spent AS Spent, s.risk AS Risk, s.overrun AS Overrun,
          EXISTS (SELECT FROM {BudgetAlertSql.Thresholds} WHERE {BudgetAlertSql.IsCrossed} AND NOT EXISTS (
            SELECT FROM budget_alerts told WHERE told.budget_id = s.id AND told.month = {BudgetSql.ThisMonth}
              AND told.threshold = t.threshold)) AS ShouldAlert,
          ({BudgetSql.ThisMonth} + interval '1 month') AT TIME ZONE 'UTC' AS ResetsAt
        FROM standing s ORDER BY s.id COLLATE "C"
        """;

    // Somebody may ask for a scope that never had a limit.
    private const string FindSql = $"""
        WITH asked AS (
          SELECT @scope AS id, b.nanos, b.month, b.spent, b.risk FROM (SELECT) one LEFT JOIN budgets b ON b.id = @scope),
        {BookedSql} {StandingSql}
        """;

    private const string ListSql = $"""
        WITH asked AS (
          SELECT b.id, b.nanos, b.month, b.spent, b.risk FROM budgets b
          WHERE b.id COLLATE "C" > @after ORDER BY b.id COLLATE "C" LIMIT @most),
        {BookedSql} {StandingSql}
        """;

    /// <summary>The budget of a scope; one without a limit where none was ever set.</summary>
    public async Task<BudgetStanding> FindAsync(string scope, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleAsync<BudgetStanding>(
            new CommandDefinition(FindSql, new { scope }, cancellationToken: cancellationToken)
        );
    }

    /// <summary>All budgets that were ever set, by scope.</summary>
    /// <param name="after">Only those behind this scope; null to begin.</param>
    public async Task<IReadOnlyList<BudgetStanding>> ListAsync(
        string? after,
        int most,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<BudgetStanding>(
            new CommandDefinition(ListSql, new { after = after ?? "", most }, cancellationToken: cancellationToken)
        );
        return rows.AsList();
    }
}
