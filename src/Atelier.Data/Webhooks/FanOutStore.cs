using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Webhooks;

/// <summary>
/// Turns what happened into messages. Each endpoint knows how far it has read its account's events and notices; what is new becomes
/// messages and the place moves on in one transaction, under the endpoint's row. So an event is one message, whoever races or dies.
/// </summary>
public sealed class FanOutStore(NpgsqlDataSource database)
{
    private const int EndpointsAtOnce = 200;
    private const int EventsAtOnce = 200;
    private const int NoticesAtOnce = 500;

    // A notice counts as new until a message tells of it: ids are given out before commits, so one may appear behind a later one.
    internal const string IsNewNotice = """
        n.account_id = e.account_id AND n.id > e.notice_cursor AND (e.events IS NULL OR n.type = ANY (e.events))
        AND NOT EXISTS (SELECT FROM webhook_messages m WHERE m.endpoint_id = e.id AND m.notice_id = n.id)
        """;

    private const string LockSql = $"""
        SELECT e.id, e.account_id, e.url, e.events
        FROM webhook_endpoints e JOIN accounts a ON a.id = e.account_id
        WHERE e.disabled_at IS NULL AND a.closed_at IS NULL AND e.id > $1
          AND (a.event_seq > e.event_cursor OR EXISTS (SELECT FROM notices n WHERE {IsNewNotice}))
        ORDER BY e.id LIMIT $2 FOR UPDATE OF e SKIP LOCKED
        """;

    private const string EventsSql = """
        SELECT e.id, v.seq, v.generation_id, v.state, v.created_at FROM webhook_endpoints e
        CROSS JOIN LATERAL (SELECT seq, generation_id, state, created_at FROM events
          WHERE account_id = e.account_id AND seq > e.event_cursor ORDER BY seq LIMIT $2) v
        WHERE e.id = ANY ($1) ORDER BY v.created_at, e.id, v.seq
        """;

    private const string NoticesSql = $"""
        SELECT e.id, n.id, n.type, n.data::text, n.created_at FROM webhook_endpoints e JOIN notices n ON {IsNewNotice}
        WHERE e.id = ANY ($1) ORDER BY n.id LIMIT $2
        """;

    private const string GenerationsSql = """
        SELECT w.generation_id, w.account_id, w.url, w.events, g.state, g.finished_at, a.closed_at IS NOT NULL
        FROM generation_webhooks w JOIN generations g ON g.id = w.generation_id JOIN accounts a ON a.id = w.account_id
        WHERE w.told_at IS NULL AND g.finished_at IS NOT NULL LIMIT $1 FOR UPDATE OF w SKIP LOCKED
        """;

    private const string MoveEventsSql = """
        UPDATE webhook_endpoints e SET event_cursor = o.seq FROM unnest($1::uuid[], $2::bigint[]) AS o (id, seq)
        WHERE e.id = o.id
        """;

    // An hour is far longer than any transaction that leaves a notice.
    private const string MoveNoticesSql = """
        UPDATE webhook_endpoints e SET notice_cursor = old.id
        FROM (SELECT e.id AS endpoint_id, max(n.id) AS id FROM webhook_endpoints e
          JOIN notices n ON n.account_id = e.account_id AND n.id > e.notice_cursor
          WHERE e.id = ANY ($1) AND n.created_at < atelier.now() - interval '1 hour' GROUP BY e.id) old
        WHERE e.id = old.endpoint_id
        """;

    private const string ToldSql =
        "UPDATE generation_webhooks SET told_at = atelier.now() WHERE generation_id = ANY ($1)";

    private Guid _after;

    /// <summary>One round over what is new.</summary>
    public async Task<FanOutRound> RunAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (endpoints, generations) = await FindAsync(connection, transaction, cancellationToken);
        // Where many have news, the next round goes on behind these, and begins anew at the end.
        var fullHouse = endpoints.Count == EndpointsAtOnce;
        var wrapped = !fullHouse && _after != Guid.Empty;
        _after = fullHouse ? endpoints[^1].Id : Guid.Empty;
        if (endpoints.Count + generations.Count == 0)
        {
            return new FanOutRound(0, wrapped);
        }

        var news = await ReadAsync(connection, transaction, endpoints, cancellationToken);
        var messages = news.Messages;
        messages.AddRange(generations.Where(told => told.Message is not null).Select(told => told.Message!));
        await using var batch = new NpgsqlBatch(connection, transaction);
        if (messages.Count > 0)
        {
            batch.AddMessages(messages);
        }

        if (news.Cursors.Count > 0)
        {
            batch.Add(MoveEventsSql, news.Cursors.Keys.ToArray(), news.Cursors.Values.ToArray());
        }

        if (endpoints.Count > 0 && news.Notices < NoticesAtOnce)
        {
            batch.Add(MoveNoticesSql, endpoints.ConvertAll(endpoint => endpoint.Id));
        }

        if (generations.Count > 0)
        {
            batch.Add(ToldSql, generations.ConvertAll(told => told.Id));
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        var more = fullHouse || wrapped || news.Full || generations.Count == EndpointsAtOnce;
        return new FanOutRound(messages.Count, more);
    }

    private async Task<(List<Listener>, List<Told>)> FindAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(LockSql, _after, EndpointsAtOnce);
        batch.Add(GenerationsSql, EndpointsAtOnce);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var endpoints = new List<Listener>();
        while (await reader.ReadAsync(cancellationToken))
        {
            endpoints.Add(
                new Listener(
                    reader.GetGuid(0),
                    reader.GetGuid(1),
                    WebhookUrl.HostOf(reader.GetString(2)),
                    Texts(reader, 3)
                )
            );
        }

        await reader.NextResultAsync(cancellationToken);
        var generations = new List<Told>();
        while (await reader.ReadAsync(cancellationToken))
        {
            generations.Add(ReadTold(reader));
        }

        return (endpoints, generations);
    }

    private static Told ReadTold(NpgsqlDataReader reader)
    {
        var id = reader.GetGuid(0);
        var type = WebhookEvents.OfState(reader.GetString(4))!;
        // Whose account is closed is told nothing, and not later either.
        if (reader.GetBoolean(6) || Texts(reader, 3)?.Contains(type) == false)
        {
            return new Told(id, null);
        }

        var message = new NewMessage(
            Guid.CreateVersion7(),
            reader.GetGuid(1),
            EndpointId: null,
            WebhookUrl.HostOf(reader.GetString(2)),
            type,
            id,
            EventSeq: null,
            NoticeId: null,
            Data: null,
            reader.GetFieldValue<DateTimeOffset>(5)
        );
        return new Told(id, message);
    }

    private static async Task<News> ReadAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        List<Listener> endpoints,
        CancellationToken cancellationToken
    )
    {
        var news = new News(endpoints);
        if (endpoints.Count == 0)
        {
            return news;
        }

        var ids = endpoints.ConvertAll(endpoint => endpoint.Id);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(EventsSql, ids, EventsAtOnce);
        batch.Add(NoticesSql, ids, NoticesAtOnce);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            news.AddEvent(reader);
        }

        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            news.AddNotice(reader);
        }

        return news;
    }

    private static string[]? Texts(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<string[]>(column);

    private sealed record Listener(Guid Id, Guid AccountId, string Host, string[]? Events);

    private sealed record Told(Guid Id, NewMessage? Message);

    private sealed class News(List<Listener> endpoints)
    {
        private readonly Dictionary<Guid, Listener> _endpoints = endpoints.ToDictionary(endpoint => endpoint.Id);
        private readonly Dictionary<Guid, int> _counts = [];

        public List<NewMessage> Messages { get; } = [];

        public Dictionary<Guid, long> Cursors { get; } = [];

        public int Notices { get; private set; }

        /// <summary>Whether something was left for the next round.</summary>
        public bool Full => Notices >= NoticesAtOnce || _counts.Values.Any(count => count >= EventsAtOnce);

        public void AddEvent(NpgsqlDataReader reader)
        {
            var (endpoint, seq) = (_endpoints[reader.GetGuid(0)], reader.GetInt64(1));
            Cursors[endpoint.Id] = Math.Max(seq, Cursors.GetValueOrDefault(endpoint.Id));
            _counts[endpoint.Id] = _counts.GetValueOrDefault(endpoint.Id) + 1;
            if (WebhookEvents.OfState(reader.GetString(3)) is { } type && endpoint.Events?.Contains(type) != false)
            {
                Messages.Add(
                    Of(endpoint, type, reader.GetFieldValue<DateTimeOffset>(4)) with
                    {
                        GenerationId = reader.GetGuid(2),
                        EventSeq = seq,
                    }
                );
            }
        }

        public void AddNotice(NpgsqlDataReader reader)
        {
            Notices++;
            Messages.Add(
                Of(_endpoints[reader.GetGuid(0)], reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(4)) with
                {
                    NoticeId = reader.GetInt64(1),
                    Data = reader.GetString(3),
                }
            );
        }

        private static NewMessage Of(Listener endpoint, string type, DateTimeOffset at) =>
            new(
                Guid.CreateVersion7(),
                endpoint.AccountId,
                endpoint.Id,
                endpoint.Host,
                type,
                GenerationId: null,
                EventSeq: null,
                NoticeId: null,
                Data: null,
                at
            );
    }
}
