using Atelier.Core;
using Atelier.Data.Costs;

namespace Atelier.Data.Reports;

/// <summary>
/// The statement of cost reports. Work and money are two kinds of facts: generations count on the day they were asked for,
/// money on the day it was booked, as budgets count it.
/// </summary>
internal static class CostReportSql
{
    // Bounds that stand where they are used: the planner must see how little of the tables they are.
    private const string Since = "$1::date::timestamp AT TIME ZONE 'UTC'";
    private const string Until = "($2::date + 1)::timestamp AT TIME ZONE 'UTC'";

    // A piece of work is what one model at one provider did for a generation. Calls tell of providers, pictures also of the painter,
    // which needs no calls; what failed before it came to either belongs to the head of its chain.
    private const string FactsSql = $"""
        WITH asked AS (
          SELECT g.id, g.account_id, g.key_id, g.operation, g.state, g.plan->'chain' AS chain,
            (g.created_at AT TIME ZONE 'UTC')::date AS day
          FROM generations g WHERE g.created_at >= {Since} AND g.created_at < {Until} AND g.finished_at IS NOT NULL),
        work AS (
          SELECT g.id, a.lane AS provider, g.chain->(a.link::int)->>'model' AS model,
            a.state = 'succeeded' AND g.state <> 'failed' AS success, 0 AS pictures
          FROM asked g JOIN attempts a ON a.generation_id = g.id
          UNION ALL
          SELECT g.id, i.provider, i.model, true, 1
          FROM asked g JOIN slots s ON s.generation_id = g.id JOIN images i ON i.id = s.image_id
          UNION ALL
          SELECT g.id, g.chain->0->>'provider', g.chain->0->>'model', false, 0
          FROM asked g WHERE g.state = 'failed' AND NOT EXISTS (SELECT FROM attempts a WHERE a.generation_id = g.id)),
        booked AS (
          SELECT c.attempt_id, c.entry, c.nanos, c.created_at FROM costs c
          WHERE {CostSql.IsSpent} AND c.created_at >= {Since} AND c.created_at < {Until}
          UNION ALL
          SELECT c.attempt_id, c.entry, c.nanos, c.created_at FROM attempts a JOIN costs c ON c.attempt_id = a.id
          WHERE a.state IN ('intent', 'submitted', 'answered', 'unknown') AND {CostSql.IsOpen}
            AND c.created_at >= {Since} AND c.created_at < {Until}),
        facts AS (
          SELECT w.provider, w.model, g.account_id::text AS account, g.key_id::text AS key, g.day::text AS day, g.operation,
            w.id AS generation, w.success, w.pictures, NULL AS entry, 0 AS nanos
          FROM work w JOIN asked g ON g.id = w.id
          UNION ALL
          SELECT a.lane, g.plan->'chain'->(a.link::int)->>'model', g.account_id::text, g.key_id::text,
            (b.created_at AT TIME ZONE 'UTC')::date::text, g.operation, NULL, false, 0, b.entry, b.nanos
          FROM booked b JOIN attempts a ON a.id = b.attempt_id JOIN generations g ON g.id = a.generation_id)
        """;

    private const string MeasuresSql = """
        count(DISTINCT generation), count(DISTINCT generation) FILTER (WHERE success), coalesce(sum(pictures), 0)::bigint,
          coalesce(sum(nanos) FILTER (WHERE entry <> 'risk'), 0)::bigint,
          coalesce(sum(nanos) FILTER (WHERE entry = 'write_off'), 0)::bigint,
          coalesce(sum(nanos) FILTER (WHERE entry = 'overrun'), 0)::bigint,
          coalesce(sum(nanos) FILTER (WHERE entry = 'risk'), 0)::bigint
        """;

    /// <summary>First the total, then the groups in order; the keys come before seven measures.</summary>
    public static string For(IReadOnlyList<CostGroup> groups)
    {
        // Names of ours, never words of a caller.
        var keys = string.Join(", ", groups.Select(group => SnakeCase.Of(group)));
        return $"""
            {FactsSql}
            SELECT {keys}, {MeasuresSql} FROM facts GROUP BY GROUPING SETS ((), ({keys}))
            ORDER BY GROUPING({keys}) DESC, {keys}
            """;
    }
}
