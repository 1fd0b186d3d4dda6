using Atelier.Data.Connections;
using Atelier.Data.Erasing;
using Npgsql;

namespace Atelier.Data.Webhooks;

/// <summary>Forgets: what is old, and everything of an account that is erased.</summary>
public sealed class WebhookKeeping(NpgsqlDataSource database) : IErasable
{
    // What is under way is left to whoever sends it.
    private const string EndClosedSql = """
        UPDATE webhook_deliveries d SET state = 'failed', claimed = false, last_error = 'account_closed' FROM accounts a
        WHERE a.id = d.account_id AND a.closed_at IS NOT NULL AND d.state = 'pending'
          AND NOT (d.claimed AND d.next_at > atelier.now())
        """;

    // Up to the first that is still to be told. An hour is far longer than any transaction that leaves a notice.
    private static readonly string MoveNoticesSql = $"""
        WITH behind AS (
          SELECT e.id, e.account_id, e.events, e.notice_cursor FROM webhook_endpoints e
          WHERE e.disabled_at IS NULL AND EXISTS (SELECT FROM notices n WHERE n.account_id = e.account_id
            AND n.id > e.notice_cursor AND n.created_at < atelier.now() - interval '1 hour')
          ORDER BY e.id FOR UPDATE SKIP LOCKED),
        told AS (
          SELECT e.id, max(o.id) AS last FROM behind e JOIN notices o ON o.account_id = e.account_id AND o.id > e.notice_cursor
            AND o.created_at < atelier.now() - interval '1 hour'
            AND o.id < ALL (SELECT n.id FROM notices n WHERE {FanOutStore.IsNewNotice})
          GROUP BY e.id)
        UPDATE webhook_endpoints e SET notice_cursor = told.last FROM told WHERE e.id = told.id
        """;

    private static readonly string OldNoticesSql = $"""
        DELETE FROM notices WHERE id IN (
          SELECT o.id FROM notices o WHERE o.created_at < atelier.now() - $1 AND NOT EXISTS (
            SELECT FROM webhook_endpoints e JOIN accounts a ON a.id = e.account_id AND a.closed_at IS NULL
            JOIN notices n ON n.id = o.id WHERE e.disabled_at IS NULL AND {FanOutStore.IsNewNotice})
          LIMIT $2)
        """;

    // Deliveries go with their messages, secrets with their endpoints. What is still to be sent stays, and
    // what alone remembers that a notice was told.
    private const string OldMessagesSql = """
        DELETE FROM webhook_messages WHERE id IN (
          SELECT m.id FROM webhook_messages m JOIN webhook_deliveries d ON d.message_id = m.id
          WHERE m.created_at < atelier.now() - $1 AND d.state <> 'pending'
            AND NOT EXISTS (SELECT FROM webhook_endpoints e
              WHERE e.id = m.endpoint_id AND e.disabled_at IS NULL AND m.notice_id > e.notice_cursor)
          LIMIT $2)
        """;

    private const string OldAddressesSql =
        "DELETE FROM generation_webhooks WHERE told_at < atelier.now() - $1 AND NOT EXISTS ("
        + "SELECT FROM webhook_messages m WHERE m.endpoint_id IS NULL AND m.generation_id = generation_webhooks.generation_id)";

    private const int AtOnce = 1000;

    // What messages are made from first: who is making one holds its row, and has written it when we get there.
    private static readonly string[] EraseSql =
    [
        "DELETE FROM generation_webhooks WHERE account_id = $1",
        "DELETE FROM webhook_endpoints WHERE account_id = $1",
        "DELETE FROM webhook_secrets WHERE account_id = $1",
        "DELETE FROM webhook_messages WHERE account_id = $1",
    ];

    public string Name => "webhooks";

    /// <summary>
    /// Removes messages and notices older than <see cref="DeliveryLog.Kept"/> and secrets that have ended; ends what was to be sent
    /// for closed accounts.
    /// </summary>
    /// <returns>How many rows went.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using (var first = new NpgsqlBatch(connection))
        {
            first.Add(MoveNoticesSql);
            await first.ExecuteNonQueryAsync(cancellationToken);
        }

        await using (var closed = new NpgsqlBatch(connection))
        {
            closed.Add(EndClosedSql);
            await closed.ExecuteNonQueryAsync(cancellationToken);
        }

        // Notices first: what told of one is remembered until it is gone.
        var all = await DeleteOldAsync(connection, OldNoticesSql, cancellationToken);
        all += await DeleteOldAsync(connection, OldMessagesSql, cancellationToken);
        await using var rest = new NpgsqlBatch(connection);
        rest.Add(OldAddressesSql, DeliveryLog.Kept);
        rest.Add("DELETE FROM webhook_secrets WHERE ends_at < atelier.now()");
        return all + await rest.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<int> DeleteOldAsync(
        NpgsqlConnection connection,
        string sql,
        CancellationToken cancellationToken
    )
    {
        int swept;
        var all = 0;
        do
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.Add(sql, DeliveryLog.Kept, AtOnce);
            swept = await batch.ExecuteNonQueryAsync(cancellationToken);
            all += swept;
        } while (swept == AtOnce);

        return all;
    }

    public async Task<long> EraseAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Guid accountId,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var sql in EraseSql)
        {
            batch.Add(sql, accountId);
        }

        return await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
