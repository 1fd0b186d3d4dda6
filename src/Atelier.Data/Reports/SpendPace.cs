using Atelier.Data.Budgets;
using Atelier.Data.Costs;

namespace Atelier.Data.Reports;

/// <summary>How fast money goes this month, in nano-dollars.</summary>
/// <param name="Now">The database's clock.</param>
/// <param name="MonthStart">The first of this month, UTC.</param>
/// <param name="MonthEnd">The first of the next.</param>
/// <param name="Spent">Booked this month.</param>
/// <param name="Recent">Booked within the last seven days.</param>
/// <param name="FirstAt">The first booking of all; null when there is none.</param>
/// <param name="Limit">The month's budget; null is none.</param>
public sealed record SpendPace(
    DateTimeOffset Now,
    DateTimeOffset MonthStart,
    DateTimeOffset MonthEnd,
    long Spent,
    long Recent,
    DateTimeOffset? FirstAt,
    long? Limit
)
{
    internal const string Sql = $"""
        SELECT clock.at AS Now, {BudgetSql.ThisMonth}::timestamp AT TIME ZONE 'UTC' AS MonthStart,
          ({BudgetSql.ThisMonth} + interval '1 month') AT TIME ZONE 'UTC' AS MonthEnd,
          (SELECT coalesce(sum(c.nanos), 0)::bigint FROM costs c
            WHERE {CostSql.IsSpent} AND c.created_at >= {BudgetSql.ThisMonth}::timestamp AT TIME ZONE 'UTC') AS Spent,
          (SELECT coalesce(sum(c.nanos), 0)::bigint FROM costs c
            WHERE {CostSql.IsSpent} AND c.created_at > clock.at - interval '7 days') AS Recent,
          (SELECT min(c.created_at) FROM costs c WHERE {CostSql.IsSpent}) AS FirstAt,
          (SELECT b.nanos FROM budgets b WHERE b.id = 'month') AS Limit
        FROM (SELECT atelier.now() AS at) clock
        """;
}
