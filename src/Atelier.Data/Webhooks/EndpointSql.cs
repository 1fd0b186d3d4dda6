using Atelier.Data.Accounts;
using Atelier.Data.Auditing;
using Atelier.Data.Connections;
using Atelier.Data.Notices;
using Npgsql;

namespace Atelier.Data.Webhooks;

/// <summary>Switching an endpoint off, in the transaction of whoever has its row locked.</summary>
internal static class EndpointSql
{
    /// <summary>
    /// Keeps account $1 from being erased until the end; whether it is closed. It comes before any endpoint: an erasure holds the
    /// account and then wants the endpoints.
    /// </summary>
    public const string LockAccountSql = "SELECT closed_at IS NOT NULL FROM accounts WHERE id = $1 FOR KEY SHARE";

    private const string DisableSql =
        "UPDATE webhook_endpoints SET disabled_at = coalesce(disabled_at, atelier.now()), disabled_by = $2 WHERE id = $1";

    // Nobody shall wait for what is not going to be sent; recovering brings it back.
    private const string EndSql = """
        UPDATE webhook_deliveries SET state = 'failed', claimed = false, last_error = 'endpoint_disabled'
        WHERE endpoint_id = $1 AND state = 'pending'
        """;

    /// <param name="by">caller, operator, gone or failing.</param>
    public static void AddDisable(NpgsqlBatch batch, Guid id, string by)
    {
        batch.Add(DisableSql, id, by);
        batch.Add(EndSql, id);
    }

    /// <summary>Word to the account's other endpoints and to the log, where its owner did not do it.</summary>
    public static void AddWord(NpgsqlBatch batch, Guid accountId, Guid id, string by, Actor actor)
    {
        batch.AddNotice(accountId, WebhookEvents.Disabled, $$"""{"webhook_id": "{{id}}", "reason": "{{by}}"}""");
        batch.AddAudit(actor.Did("webhook.disable", accountId, id.ToString(), $$"""{"reason": "{{by}}"}"""));
    }
}
