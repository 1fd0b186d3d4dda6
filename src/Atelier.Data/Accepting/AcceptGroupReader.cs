using Atelier.Data.Budgets;
using Atelier.Data.Connections;
using Atelier.Data.Limits;
using Atelier.Data.Queue;
using Atelier.Data.Quotes;
using Atelier.Data.Usage;
using Npgsql;

namespace Atelier.Data.Accepting;

/// <summary>What <see cref="AcceptReader"/> reads of one order, of many: with the same locks in the same order.</summary>
internal static class AcceptGroupReader
{
    private const string FindKeysSql = """
        SELECT account_id, key, k.fingerprint, k.generation_id
        FROM unnest($1::uuid[], $2::text[]) AS asked (account_id, key) JOIN idempotency_keys k USING (account_id, key)
        WHERE k.expires_at > atelier.now()
        """;

    private const string FindUndeliveredSql = $"""
        SELECT asked.place, found.id
        FROM unnest($1::int[], $2::uuid[], $3::bytea[], $4::uuid[]) AS asked (place, account_id, fingerprint, key_id),
        LATERAL (SELECT g.id FROM generations g
          WHERE g.account_id = asked.account_id AND g.fingerprint = asked.fingerprint
            AND g.key_id IS NOT DISTINCT FROM asked.key_id AND {AcceptReader.IsUndelivered}
          ORDER BY g.id DESC LIMIT 1) found
        """;

    public static async Task<AcceptJudge> ReadAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        IReadOnlyList<AcceptOrder> orders,
        CancellationToken cancellationToken
    )
    {
        var paid = orders.Where(order => order.CostReserved > 0).ToList();
        var visitors = orders.Select(order => order.Visitor).OfType<byte[]>().ToList();
        var sessions = orders
            .SelectMany(order => order.Sessions, (order, session) => (session, order.AccountId))
            .ToList();
        var limited = orders
            .Where(order => order.Limit is not null)
            .Select(order => (order.AccountId, order.Limit!))
            .ToList();
        var printed = Enumerable.Range(0, orders.Count).Where(index => orders[index].Fingerprint is not null).ToArray();
        var keyed = orders.Where(order => order.Idempotency is not null).ToList();
        var quoted = orders.Where(order => order.Quote is not null).ToList();
        var accounts = orders.Select(order => order.AccountId).Distinct().ToArray();

        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.AddGroupSettings();
        if (paid.Count > 0)
        {
            batch.AddBudgetLocks(paid.SelectMany(order => order.Scopes));
        }

        batch.AddAccountLocks(accounts);
        batch.Add(AcceptReader.StandingsSql, accounts);
        if (sessions.Count > 0)
        {
            batch.AddSessions(sessions);
        }

        if (visitors.Count > 0)
        {
            batch.AddVisitorLocks(visitors);
        }

        if (limited.Count > 0)
        {
            batch.AddOperationCounts(limited);
        }

        if (printed.Length > 0)
        {
            batch.Add(
                FindUndeliveredSql,
                printed,
                printed.Select(index => orders[index].AccountId).ToArray(),
                printed.Select(index => orders[index].Fingerprint!).ToArray(),
                printed.Select(index => orders[index].KeyId).ToArray()
            );
        }

        if (keyed.Count > 0)
        {
            batch.Add(
                FindKeysSql,
                keyed.Select(order => order.AccountId).ToArray(),
                keyed.Select(order => order.Idempotency!.Key).ToArray()
            );
        }

        if (quoted.Count > 0)
        {
            batch.AddQuotes(quoted);
        }

        var judge = new AcceptJudge();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        if (paid.Count > 0)
        {
            judge.Budgets = await reader.ReadBudgetsAsync(cancellationToken);
        }

        await reader.NextResultAsync(cancellationToken);
        await AcceptReader.ReadStandingsAsync(reader, judge, cancellationToken);
        if (sessions.Count > 0)
        {
            await reader.NextResultAsync(cancellationToken);
            await reader.ReadSessionsAsync(judge, cancellationToken);
        }

        await AcceptReader.ReadLimitsAsync(
            reader,
            judge,
            visitors: visitors.Count > 0,
            operations: limited.Count > 0,
            cancellationToken
        );
        if (printed.Length > 0)
        {
            await reader.NextResultAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                judge.AddUndelivered(orders[reader.GetInt32(0)], reader.GetGuid(1));
            }
        }

        if (keyed.Count > 0)
        {
            await reader.NextResultAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                judge.AddKey(
                    reader.GetGuid(0),
                    reader.GetString(1),
                    reader.GetFieldValue<byte[]>(2),
                    reader.GetGuid(3)
                );
            }
        }

        if (quoted.Count > 0)
        {
            await reader.NextResultAsync(cancellationToken);
            await reader.ReadQuotesAsync(judge, cancellationToken);
        }

        return judge;
    }
}
