using Atelier.Data.Budgets;
using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Accounts;

/// <summary>
/// Credits of a month (requirement C-49). What leaves the balance leaves the month's grant first, so credits given by hand
/// are spent last and never lapse. What work under way holds at a reset neither lapses nor is lost: what comes of it back
/// makes good the credits given by hand that it held, and the rest counts as the new month's.
/// </summary>
internal static class GrantSql
{
    // Thousandths of a credit. A tier without a row, as in tests of single stores, gets nothing.
    private const string CreditsOfTier =
        $"coalesce((SELECT t.monthly_credits * 1000 FROM tiers t WHERE t.name = {TierSql.Name}), 0)";

    private const string FirstSql = $"""
        WITH granted AS (
          UPDATE accounts a SET balance = a.balance + {CreditsOfTier}, granted_month = {BudgetSql.ThisMonth}
          WHERE a.id = $1 AND a.granted_month IS NULL RETURNING a.id, a.granted_month, {CreditsOfTier} AS credits)
        INSERT INTO ledger (account_id, entry, amount, reason, month)
        SELECT id, 'grant', credits, 'monthly', granted_month FROM granted
        """;

    /// <summary>Accounts that have not had this month's grant; locked, in the order in which all are. Whoever is busy comes in the next round.</summary>
    public const string PickSql = $"""
        SELECT id FROM accounts WHERE granted_month < {BudgetSql.ThisMonth} AND closed_at IS NULL
        ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED
        """;

    /// <summary>Lets what is left of the past grant of accounts $1 lapse and gives them this month's. They must be locked.</summary>
    // Entries of an account are numbered in the order of their commits, for all are written under its lock.
    public const string NextSql = $"""
        WITH picked AS (
          SELECT a.id, a.balance, a.granted_month AS past, a.kept_held, {CreditsOfTier} AS credits, l.id AS entry,
            coalesce(l.amount, 0) AS granted
          FROM accounts a LEFT JOIN ledger l ON l.account_id = a.id AND l.month = a.granted_month AND l.entry = 'grant'
          WHERE a.id = ANY ($1)),
        moved AS (
          SELECT p.id,
            coalesce(sum(-l.effect) FILTER (WHERE l.entry = 'reserve' OR l.entry = 'adjust' AND l.amount < 0
              OR l.entry = 'release' AND r.id > p.entry), 0)::bigint AS spent,
            coalesce(sum(l.amount) FILTER (WHERE l.entry = 'release' AND r.id < p.entry), 0)::bigint AS back
          FROM picked p LEFT JOIN ledger l ON l.account_id = p.id AND l.id > p.entry AND l.month IS NULL
          LEFT JOIN ledger r ON l.entry = 'release' AND r.generation_id = l.generation_id AND r.entry = 'reserve'
          GROUP BY p.id),
        held AS (
          SELECT q.account_id AS id, sum(g.reserved)::bigint AS reserved
          FROM queue q JOIN generations g ON g.id = q.generation_id WHERE q.account_id = ANY ($1) GROUP BY q.account_id),
        made_good AS (
          SELECT p.*, m.spent, least(m.back, p.kept_held) AS good, p.granted + m.back - least(m.back, p.kept_held) AS pot,
            coalesce(h.reserved, 0) AS reserved
          FROM picked p JOIN moved m USING (id) LEFT JOIN held h USING (id)),
        reckoned AS (
          SELECT *, greatest(least(pot - spent, balance), 0) AS lapse,
            least(reserved, greatest(spent - pot, 0) + kept_held - good) AS held FROM made_good),
        lapsed AS (
          INSERT INTO ledger (account_id, entry, amount, reason, month)
          SELECT id, 'adjust', -lapse, 'lapsed', past FROM reckoned WHERE lapse > 0),
        granted AS (
          INSERT INTO ledger (account_id, entry, amount, reason, month)
          SELECT id, 'grant', credits, 'monthly', {BudgetSql.ThisMonth} FROM reckoned)
        UPDATE accounts a SET balance = a.balance - r.lapse + r.credits, granted_month = {BudgetSql.ThisMonth},
          kept_held = r.held
        FROM reckoned r WHERE a.id = r.id
        """;

    /// <summary>The grant of the month in which the account is made; once.</summary>
    public static void AddFirstMonth(this NpgsqlBatch batch, Guid accountId) => batch.Add(FirstSql, accountId);
}
