using Atelier.Data.Connections;
using Atelier.Data.Erasing;
using Npgsql;

namespace Atelier.Data.Webhooks;

/// <summary>Forgets: what is old, and everything of an account that is erased.</summary>
public sealed class WebhookKeeping(NpgsqlDataSource database) : IErasable
{
    // Deliveries go with their messages, secrets with their endpoints. What is still to be sent stays.
    private const string OldMessagesSql = """
        DELETE FROM webhook_messages WHERE id IN (
          SELECT m.id FROM webhook_messages m JOIN webhook_deliveries d ON d.message_id = m.id
          WHERE m.created_at < atelier.now() - $1 AND d.state <> 'pending' LIMIT $2)
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

    /// <summary>Removes messages older than <see cref="DeliveryLog.Kept"/>, and secrets that have ended.</summary>
    /// <returns>How many rows went.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        int swept;
        var all = 0;
        do
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.Add(OldMessagesSql, DeliveryLog.Kept, AtOnce);
            swept = await batch.ExecuteNonQueryAsync(cancellationToken);
            all += swept;
        } while (swept == AtOnce);

        await using var rest = new NpgsqlBatch(connection);
        rest.Add(OldAddressesSql, DeliveryLog.Kept);
        rest.Add("DELETE FROM webhook_secrets WHERE ends_at < atelier.now()");
        return all + await rest.ExecuteNonQueryAsync(cancellationToken);
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
