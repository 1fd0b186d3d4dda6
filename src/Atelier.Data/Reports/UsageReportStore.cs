using System.Globalization;
using Atelier.Data.Accounts;
using Atelier.Data.Budgets;
using Atelier.Data.Usage;
using Dapper;
using Npgsql;

namespace Atelier.Data.Reports;

/// <summary>What an account used, from its ledger (requirements B-52 and C-80).</summary>
public sealed class UsageReportStore(NpgsqlDataSource database)
{
    // What is under way holds as many pictures as it was asked for, what has ended those it delivered.
    private const string FindSql = $"""
        SELECT today.generations, today.pictures, book.today AS CostToday, book.month AS CostThisMonth, a.balance,
          may.pictures AS DailyLimit,
          coalesce((SELECT u.pictures FROM daily_usage u WHERE u.account_id = a.id AND u.day = {UsageSql.ThisDay}), 0) AS CountedToday,
          ({UsageSql.ThisDay} + 1)::timestamp AT TIME ZONE 'UTC' AS DayEndsAt,
          ({BudgetSql.ThisMonth} + interval '1 month') AT TIME ZONE 'UTC' AS MonthEndsAt
        FROM accounts a {TierSql.May}, LATERAL (
          SELECT count(*) AS generations, coalesce(sum(of.pictures), 0)::bigint AS pictures
          FROM (SELECT CASE WHEN g.finished_at IS NULL THEN g.count::bigint
              ELSE (SELECT count(*) FROM slots s WHERE s.generation_id = g.id AND s.image_id IS NOT NULL) END AS pictures
            FROM generations g WHERE g.account_id = a.id AND g.created_at >= {UsageSql.ThisDay}::timestamp AT TIME ZONE 'UTC') of
          WHERE of.pictures > 0) today, LATERAL (
          SELECT coalesce(sum(charged) FILTER (WHERE l.created_at >= {UsageSql.ThisDay}::timestamp AT TIME ZONE 'UTC'), 0)::bigint AS today,
            coalesce(sum(charged), 0)::bigint AS month
          FROM ledger l, LATERAL (SELECT CASE l.entry WHEN 'settle' THEN l.amount ELSE -l.amount END AS charged) of
          WHERE l.account_id = a.id AND l.entry IN ('settle', 'refund')
            AND l.created_at >= {BudgetSql.ThisMonth}::timestamp AT TIME ZONE 'UTC') book
        WHERE a.id = @accountId
        """;

    private const string ListSql = """
        SELECT g.id, g.created_at AS CreatedAt, coalesce(
            (SELECT i.provider FROM slots s JOIN images i ON i.id = s.image_id
              WHERE s.generation_id = g.id ORDER BY s.index LIMIT 1),
            (SELECT t.lane FROM attempts t WHERE t.generation_id = g.id ORDER BY t.intent_at DESC, t.id DESC LIMIT 1),
            g.plan->'chain'->0->>'provider') AS Provider,
          g.plan->>'quality' AS Quality,
          paid.amount - coalesce((SELECT sum(r.amount) FROM ledger r
            WHERE r.generation_id = g.id AND r.entry = 'refund'), 0)::bigint AS Credits,
          g.state = 'complete' AS Success, coalesce(
            (SELECT i.model FROM slots s JOIN images i ON i.id = s.image_id
              WHERE s.generation_id = g.id ORDER BY s.index LIMIT 1),
            g.plan->'chain'->0->>'model') AS Model
        FROM generations g JOIN ledger paid ON paid.generation_id = g.id AND paid.entry = 'settle'
        WHERE g.account_id = @accountId AND (@before::uuid IS NULL OR g.id < @before)
          AND (@presentation::text IS NULL OR g.presentation_id = @presentation)
          AND (@from::date IS NULL OR g.created_at >= @from::date::timestamp AT TIME ZONE 'UTC')
          AND (@to::date IS NULL OR g.created_at < (@to::date + 1)::timestamp AT TIME ZONE 'UTC')
        ORDER BY g.id DESC LIMIT @most
        """;

    /// <summary>What an account used and may still use; null when there is no such account.</summary>
    public async Task<AccountUsage?> FindAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<AccountUsage>(
            new CommandDefinition(FindSql, new { accountId }, cancellationToken: cancellationToken)
        );
    }

    /// <summary>Generations that ended, the newest first, each once.</summary>
    /// <param name="span">First and last day they were asked for, UTC; null for all.</param>
    /// <param name="before">Only those older than this one; null to begin at the newest.</param>
    public Task<IReadOnlyList<UsedGeneration>> ListAsync(
        Guid accountId,
        (DateOnly From, DateOnly To)? span,
        Guid? before,
        int most,
        CancellationToken cancellationToken
    ) => ListAsync(accountId, presentation: null, span, before, most, cancellationToken);

    /// <summary>The same for one deck.</summary>
    /// <param name="presentation">Only those for elements of this deck, as the account calls it; null for all.</param>
    public async Task<IReadOnlyList<UsedGeneration>> ListAsync(
        Guid accountId,
        string? presentation,
        (DateOnly From, DateOnly To)? span,
        Guid? before,
        int most,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<UsedGeneration>(
            new CommandDefinition(
                ListSql,
                new
                {
                    accountId,
                    before,
                    presentation,
                    from = span?.From.ToString("O", CultureInfo.InvariantCulture),
                    to = span?.To.ToString("O", CultureInfo.InvariantCulture),
                    most,
                },
                cancellationToken: cancellationToken
            )
        );
        return rows.AsList();
    }

    /// <summary>Thousandths of a credit that an account paid for a deck, since its first picture.</summary>
    public async Task<long> CostOfAsync(Guid accountId, string presentation, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long>(
            new CommandDefinition(
                """
                SELECT coalesce(sum(CASE l.entry WHEN 'settle' THEN l.amount ELSE -l.amount END), 0)::bigint
                FROM generations g JOIN ledger l ON l.generation_id = g.id AND l.entry IN ('settle', 'refund')
                WHERE g.account_id = @accountId AND g.presentation_id = @presentation
                """,
                new { accountId, presentation },
                cancellationToken: cancellationToken
            )
        );
    }
}
