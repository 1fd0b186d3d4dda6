using Atelier.Data.Accounts;
using Atelier.Data.Auditing;
using Atelier.Data.Connections;
using Dapper;
using Npgsql;

namespace Atelier.Data.Webhooks;

/// <summary>What was sent to an endpoint, and sending it anew.</summary>
public sealed class DeliveryLog(NpgsqlDataSource database)
{
    /// <summary>How long messages are kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Messages that one recovery brings back at most.</summary>
    public const int MostRecovered = 1000;

    private const string Columns = """
        d.message_id AS Id, d.number, m.type, m.generation_id AS GenerationId, d.state, d.attempts,
        CASE WHEN d.state = 'pending' THEN d.next_at END AS NextAt, d.last_at AS LastAt, d.last_status AS LastStatus,
        d.last_error AS LastError, d.last_ms AS LastMs, d.created_at AS CreatedAt
        """;

    // What is under way is not disturbed.
    private const string AnewSql = """
        UPDATE webhook_deliveries SET state = 'pending', tries = 0, claimed = false, next_at = atelier.now()
        WHERE message_id = $1 AND endpoint_id = $2 AND NOT (state = 'pending' AND claimed AND next_at > atelier.now())
        """;

    private const string RecoverFailedSql = """
        WITH old AS (
          SELECT message_id FROM webhook_deliveries
          WHERE endpoint_id = $1 AND state = 'failed' AND created_at >= $2 ORDER BY number LIMIT $3)
        UPDATE webhook_deliveries d SET state = 'pending', tries = 0, claimed = false, next_at = atelier.now() FROM old
        WHERE d.message_id = old.message_id
        """;

    // What happened while it was disabled was never a message.
    private const string MissedEventsSql = """
        SELECT v.seq, v.generation_id, v.state, v.created_at FROM webhook_endpoints e JOIN events v ON v.account_id = e.account_id
        WHERE e.id = $1 AND v.seq <= e.event_cursor AND v.created_at >= greatest($2, e.created_at)
          AND v.state IN ('complete', 'failed', 'canceled')
          AND (e.events IS NULL OR 'generation.' || CASE v.state WHEN 'complete' THEN 'completed' ELSE v.state END = ANY (e.events))
          AND NOT EXISTS (SELECT FROM webhook_messages m WHERE m.endpoint_id = e.id AND m.event_seq = v.seq)
        ORDER BY v.seq LIMIT $3
        """;

    /// <summary>The endpoint's deliveries, newest first.</summary>
    /// <param name="before">Only those with a smaller number.</param>
    public async Task<IReadOnlyList<DeliveryRow>> ListAsync(
        Guid endpointId,
        long? before,
        int most,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<DeliveryRow>(
            new CommandDefinition(
                $"""
                SELECT {Columns} FROM webhook_deliveries d JOIN webhook_messages m ON m.id = d.message_id
                WHERE d.endpoint_id = @endpointId AND (@before::bigint IS NULL OR d.number < @before)
                ORDER BY d.number DESC LIMIT @most
                """,
                new
                {
                    endpointId,
                    before,
                    most,
                },
                cancellationToken: cancellationToken
            )
        );
        return rows.AsList();
    }

    /// <summary>One delivery of an endpoint; null when it has none of this id.</summary>
    public async Task<DeliveryRow?> FindAsync(Guid endpointId, Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<DeliveryRow>(
            new CommandDefinition(
                $"""
                SELECT {Columns} FROM webhook_deliveries d JOIN webhook_messages m ON m.id = d.message_id
                WHERE d.message_id = @id AND d.endpoint_id = @endpointId
                """,
                new { endpointId, id },
                cancellationToken: cancellationToken
            )
        );
    }

    /// <summary>Puts a test message in line.</summary>
    /// <returns>Its id, where the outcome is done.</returns>
    public async Task<(EndpointOutcome Outcome, Guid Id)> TestAsync(
        WebhookEndpoint endpoint,
        DateTimeOffset now,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        var id = Guid.CreateVersion7();
        var message = new NewMessage(
            id,
            endpoint.AccountId,
            endpoint.Id,
            WebhookUrl.HostOf(endpoint.Url),
            WebhookEvents.Test,
            GenerationId: null,
            EventSeq: null,
            NoticeId: null,
            $$"""{"webhook_id": "{{endpoint.Id}}"}""",
            now
        );
        var outcome = await WriteAsync(
            endpoint,
            batch =>
            {
                batch.AddMessages([message]);
                batch.AddAudit(actor.Did("webhook.test", endpoint.AccountId, endpoint.Id.ToString()));
            },
            cancellationToken
        );
        return (outcome, id);
    }

    /// <summary>Sends a message again, with its id; the tries begin anew.</summary>
    public Task<EndpointOutcome> RedeliverAsync(
        WebhookEndpoint endpoint,
        Guid id,
        Actor actor,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            endpoint,
            batch =>
            {
                batch.Add(AnewSql, id, endpoint.Id);
                batch.AddAudit(
                    actor.Did(
                        "webhook.redeliver",
                        endpoint.AccountId,
                        endpoint.Id.ToString(),
                        $$"""{"delivery": "{{id}}"}"""
                    )
                );
            },
            cancellationToken
        );

    /// <summary>Sends what failed since then, and what happened while the endpoint was disabled; the oldest first.</summary>
    /// <returns>How many messages are sent; <see cref="MostRecovered"/> means that there may be more.</returns>
    public async Task<(EndpointOutcome Outcome, int Messages)> RecoverAsync(
        WebhookEndpoint endpoint,
        DateTimeOffset since,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var refused = await CheckAsync(connection, transaction, endpoint, cancellationToken);
        if (refused is not EndpointOutcome.Done)
        {
            return (refused, 0);
        }

        await using var failed = new NpgsqlBatch(connection, transaction);
        failed.Add(RecoverFailedSql, endpoint.Id, since.UtcDateTime, MostRecovered);
        var count = await failed.ExecuteNonQueryAsync(cancellationToken);
        var missed = await MissedAsync(
            connection,
            transaction,
            endpoint,
            since,
            MostRecovered - count,
            cancellationToken
        );
        await using var batch = new NpgsqlBatch(connection, transaction);
        if (missed.Count > 0)
        {
            batch.AddMessages(missed);
        }

        batch.AddAudit(actor.Did("webhook.recover", endpoint.AccountId, endpoint.Id.ToString()));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (EndpointOutcome.Done, count + missed.Count);
    }

    private async Task<EndpointOutcome> WriteAsync(
        WebhookEndpoint endpoint,
        Action<NpgsqlBatch> write,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var refused = await CheckAsync(connection, transaction, endpoint, cancellationToken);
        if (refused is EndpointOutcome.Done)
        {
            await using var batch = new NpgsqlBatch(connection, transaction);
            write(batch);
            await batch.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return refused;
    }

    private static async Task<EndpointOutcome> CheckAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        WebhookEndpoint endpoint,
        CancellationToken cancellationToken
    ) =>
        await EndpointStore.LockAsync(
            connection,
            transaction,
            endpoint.AccountId,
            endpoint.Id,
            cancellationToken
        ) switch
        {
            (_, null) => EndpointOutcome.NotFound,
            (true, _) => EndpointOutcome.Closed,
            (_, "") => EndpointOutcome.Done,
            _ => EndpointOutcome.Disabled,
        };

    private static async Task<List<NewMessage>> MissedAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        WebhookEndpoint endpoint,
        DateTimeOffset since,
        int most,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(MissedEventsSql, endpoint.Id, since.UtcDateTime, most);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var missed = new List<NewMessage>();
        while (await reader.ReadAsync(cancellationToken))
        {
            missed.Add(
                new NewMessage(
                    Guid.CreateVersion7(),
                    endpoint.AccountId,
                    endpoint.Id,
                    WebhookUrl.HostOf(endpoint.Url),
                    WebhookEvents.OfState(reader.GetString(2))!,
                    reader.GetGuid(1),
                    reader.GetInt64(0),
                    NoticeId: null,
                    Data: null,
                    reader.GetFieldValue<DateTimeOffset>(3)
                )
            );
        }

        return missed;
    }
}
