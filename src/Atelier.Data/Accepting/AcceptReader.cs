using Atelier.Data.Accounts;
using Atelier.Data.Budgets;
using Atelier.Data.Connections;
using Atelier.Data.Limits;
using Atelier.Data.Quotes;
using Atelier.Data.Usage;
using Npgsql;

namespace Atelier.Data.Accepting;

/// <summary>Locks what an order is judged by, and reads it. The order of locks: budget, account, limits, queue.</summary>
internal static class AcceptReader
{
    // The account row is the lock that makes limits exact: whoever wants to spend waits here.
    public const string LockAccountSql = "SELECT 1 FROM accounts WHERE id = $1 FOR UPDATE";

    public const string FindKeySql = """
        SELECT fingerprint, generation_id FROM idempotency_keys
        WHERE account_id = $1 AND key = $2 AND expires_at > atelier.now()
        """;

    // Only running work of accounts with a limit is counted, and only up to it: a flood must not be counted again by each of its jobs.
    // Held rows count as a full house, so that a newcomer of the account does not overtake them.
    private const string StandingSql = $"""
        SELECT a.id, a.balance, CASE WHEN may.running IS NULL THEN NULL
          WHEN EXISTS (SELECT FROM queue WHERE account_id = a.id AND state = 'held' AND waits_for IS NULL) THEN 0
          ELSE may.running - (SELECT count(*) FROM (SELECT FROM queue WHERE account_id = a.id
            AND state IN ('ready', 'running') LIMIT may.running) active)::int END,
          may.pictures, today.used, today.day, today.resets_in, a.tier = 'free' AND NOT a.owner,
          a.closed_at IS NOT NULL
        FROM accounts a {TierSql.May} CROSS JOIN LATERAL ({UsageSql.Today}) today
        WHERE a.id
        """;

    private const string OneStandingSql = StandingSql + " = $1";

    public const string StandingsSql = StandingSql + " = ANY ($1)";

    // What failed or was canceled cost nothing and is no answer to a new request.
    public const string IsUndelivered = """
        g.delivered_at IS NULL AND g.state NOT IN ('failed', 'canceled') AND g.created_at > atelier.now() - interval '15 minutes'
        """;

    private const string FindUndeliveredSql = $"""
        SELECT g.id FROM generations g
        WHERE g.account_id = $1 AND g.fingerprint = $2 AND g.key_id IS NOT DISTINCT FROM $3 AND {IsUndelivered}
        ORDER BY g.id DESC LIMIT 1
        """;

    // Statements of their own, so that they see what the lock waited for.
    public static async Task<AcceptJudge> ReadAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        AcceptOrder order,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        // Free work asks nothing of the budget.
        var paid = order.CostReserved > 0;
        if (paid)
        {
            batch.AddBudgetLock(order.AccountId, order.KeyId);
        }

        batch.Add(LockAccountSql, order.AccountId);
        batch.Add(OneStandingSql, order.AccountId);
        var sessions = order.Sessions.Select(session => (session, order.AccountId)).ToList();
        if (sessions.Count > 0)
        {
            batch.AddSessions(sessions);
        }

        if (order.Visitor is { } visitor)
        {
            batch.AddVisitorLocks([visitor]);
        }

        if (order.Limit is { } limit)
        {
            batch.AddOperationCount(order.AccountId, limit);
        }

        if (order.Fingerprint is { } fingerprint)
        {
            batch.Add(FindUndeliveredSql, order.AccountId, fingerprint, Parameter.Uuid(order.KeyId));
        }

        if (order.Idempotency is { } named)
        {
            batch.Add(FindKeySql, order.AccountId, named.Key);
        }

        if (order.Quote is not null)
        {
            batch.AddQuotes(order);
        }

        var judge = new AcceptJudge();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (paid)
        {
            judge.Budgets = await reader.ReadBudgetsAsync(cancellationToken);
        }

        await reader.NextResultAsync(cancellationToken);
        await ReadStandingsAsync(reader, judge, cancellationToken);
        if (sessions.Count > 0)
        {
            await reader.NextResultAsync(cancellationToken);
            await reader.ReadSessionsAsync(judge, cancellationToken);
        }

        await ReadLimitsAsync(
            reader,
            judge,
            visitors: order.Visitor is not null,
            operations: order.Limit is not null,
            cancellationToken
        );
        if (order.Fingerprint is not null)
        {
            await reader.NextResultAsync(cancellationToken);
            if (await reader.ReadAsync(cancellationToken))
            {
                judge.AddUndelivered(order, reader.GetGuid(0));
            }
        }

        if (order.Idempotency is { } idempotency)
        {
            await reader.NextResultAsync(cancellationToken);
            if (await reader.ReadAsync(cancellationToken))
            {
                judge.AddKey(order.AccountId, idempotency.Key, reader.GetFieldValue<byte[]>(0), reader.GetGuid(1));
            }
        }

        if (order.Quote is not null)
        {
            await reader.NextResultAsync(cancellationToken);
            await reader.ReadQuotesAsync(judge, cancellationToken);
        }

        return judge;
    }

    public static async Task ReadStandingsAsync(
        NpgsqlDataReader reader,
        AcceptJudge judge,
        CancellationToken cancellationToken
    )
    {
        while (await reader.ReadAsync(cancellationToken))
        {
            var room = reader.IsDBNull(2) ? (int?)null : reader.GetInt32(2);
            var quota = new Quota(
                reader.IsDBNull(3) ? null : reader.GetInt32(3),
                reader.GetInt32(4),
                reader.GetFieldValue<DateOnly>(5),
                reader.GetTimeSpan(6)
            );
            judge.Add(
                reader.GetGuid(0),
                new AccountStanding(
                    reader.GetInt64(1),
                    room,
                    quota,
                    marked: reader.GetBoolean(7),
                    closed: reader.GetBoolean(8)
                )
            );
        }
    }

    /// <summary>Reads what guests and groups of operations have used, where that was asked for.</summary>
    public static async Task ReadLimitsAsync(
        NpgsqlDataReader reader,
        AcceptJudge judge,
        bool visitors,
        bool operations,
        CancellationToken cancellationToken
    )
    {
        if (visitors)
        {
            await reader.NextResultAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                judge.AddVisitor(reader.GetFieldValue<byte[]>(0), reader.GetInt32(1));
            }
        }

        if (operations)
        {
            await reader.NextResultAsync(cancellationToken);
            judge.Operations = await reader.ReadOperationsAsync(cancellationToken);
        }
    }
}
