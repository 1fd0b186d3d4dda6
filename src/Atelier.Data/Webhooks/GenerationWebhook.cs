using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Webhooks;

/// <summary>Where the end of one generation is to be told.</summary>
/// <param name="Events">The types that it is told for; null is all.</param>
public sealed record GenerationWebhook(Uri Url, IReadOnlyList<string>? Events);

/// <summary>Writes it in the transaction that accepts the generation, so that neither stands without the other.</summary>
internal static class GenerationWebhookSql
{
    private const string InsertSql =
        "INSERT INTO generation_webhooks (generation_id, account_id, url, events) VALUES ($1, $2, $3, $4)";

    /// <summary>Adds the row where one is asked for, and nothing elsewhere.</summary>
    public static void AddWebhook(this NpgsqlBatch batch, Guid generationId, Guid accountId, GenerationWebhook? webhook)
    {
        if (webhook is not null)
        {
            batch.Add(
                InsertSql,
                generationId,
                accountId,
                webhook.Url.AbsoluteUri,
                Parameter.Texts(webhook.Events?.ToArray())
            );
        }
    }
}
