using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Webhooks;

/// <summary>Something that an address is to be told.</summary>
/// <param name="EndpointId">Null: the generation's own address.</param>
/// <param name="Data">What a message that is not about a generation carries.</param>
internal sealed record NewMessage(
    Guid Id,
    Guid AccountId,
    Guid? EndpointId,
    string Host,
    string Type,
    Guid? GenerationId,
    long? EventSeq,
    long? NoticeId,
    string? Data,
    DateTimeOffset HappenedAt
);

/// <summary>Writes messages with their deliveries, which are due at once.</summary>
internal static class MessageSql
{
    // Whoever else made a message of the same event has written its delivery too.
    private const string InsertSql = """
        WITH o AS (
          SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::bigint[],
            $8::bigint[], $9::jsonb[], $10::timestamptz[]) WITH ORDINALITY
            AS o (id, account_id, endpoint_id, host, type, generation_id, event_seq, notice_id, data, happened_at, place)),
        made AS (
          INSERT INTO webhook_messages (id, account_id, endpoint_id, type, generation_id, event_seq, notice_id, data, happened_at)
          SELECT id, account_id, endpoint_id, type, generation_id, event_seq, notice_id, data, happened_at FROM o ORDER BY place
          ON CONFLICT DO NOTHING RETURNING id)
        INSERT INTO webhook_deliveries (message_id, account_id, endpoint_id, host)
        SELECT o.id, o.account_id, o.endpoint_id, o.host FROM o JOIN made ON made.id = o.id ORDER BY o.place
        """;

    public static void AddMessages(this NpgsqlBatch batch, List<NewMessage> messages) =>
        batch.Add(
            InsertSql,
            messages.ConvertAll(message => message.Id),
            messages.ConvertAll(message => message.AccountId),
            messages.ConvertAll(message => message.EndpointId),
            messages.ConvertAll(message => message.Host),
            messages.ConvertAll(message => message.Type),
            messages.ConvertAll(message => message.GenerationId),
            messages.ConvertAll(message => message.EventSeq),
            messages.ConvertAll(message => message.NoticeId),
            Parameter.Jsons(messages.ConvertAll(message => message.Data)),
            messages.ConvertAll(message => message.HappenedAt)
        );
}
