using Atelier.Data.Accounts;
using Atelier.Data.Connections;
using Dapper;
using Npgsql;

namespace Atelier.Data.Webhooks;

/// <summary>Who sends what when, over all nodes, and what came of it.</summary>
public sealed class DeliveryStore(NpgsqlDataSource database)
{
    /// <summary>After so long without anything but failures an endpoint is disabled.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(5);

    /// <summary>Messages to addresses of single generations that may wait for one account.</summary>
    public const int MostOwn = 1000;

    // Claims come one after the other, so that what counts per host and account counts exactly.
    private const long ClaimLock = 0x4174_5765_6268;

    // Hosts that one claim looks at, and that it passes to find those where something is due.
    private const int MostHosts = 200;
    private const int MostSteps = 5000;

    // Host by host along the index: a host with many messages keeps nobody from being found. It runs before the lock, so that many
    // hosts make nobody wait, and ends somewhere; the next walk goes on there.
    private const string WalkSql = """
        WITH RECURSIVE hosts AS (
          (SELECT host, next_at, 1 AS step FROM webhook_deliveries WHERE state = 'pending' AND host > @After
            ORDER BY host, next_at LIMIT 1)
          UNION ALL
          SELECT n.host, n.next_at, hosts.step + 1 FROM hosts CROSS JOIN LATERAL (
            SELECT d.host, d.next_at FROM webhook_deliveries d WHERE d.state = 'pending' AND d.host > hosts.host
            ORDER BY d.host, d.next_at LIMIT 1) n
          WHERE hosts.step < @Steps)
        SELECT host, next_at <= atelier.now() AS due FROM hosts ORDER BY step
        """;

    private const string ClaimSql = """
        WITH hosts AS (SELECT host FROM unnest(@Hosts::text[]) AS o (host)),
        busy AS (SELECT host, account_id FROM webhook_deliveries WHERE claimed AND next_at > atelier.now()),
        due AS (
          SELECT d.* FROM hosts CROSS JOIN LATERAL (
            SELECT message_id, account_id, next_at, number FROM webhook_deliveries w
            WHERE state = 'pending' AND host = hosts.host AND next_at <= atelier.now()
              AND EXISTS (SELECT FROM accounts a WHERE a.id = w.account_id AND a.closed_at IS NULL)
            ORDER BY next_at, number
            LIMIT greatest(0, @PerHost - (SELECT count(*) FROM busy WHERE busy.host = hosts.host))) d),
        fair AS (
          SELECT due.*, row_number() OVER (PARTITION BY account_id ORDER BY next_at, number)
            + (SELECT count(*) FROM busy WHERE busy.account_id = due.account_id) AS place
          FROM due),
        picked AS (
          SELECT d.message_id FROM fair JOIN webhook_deliveries d USING (message_id)
          WHERE fair.place <= @PerAccount ORDER BY fair.next_at, fair.number LIMIT @Most FOR UPDATE OF d SKIP LOCKED),
        taken AS (
          UPDATE webhook_deliveries d SET claimed = true, epoch = epoch + 1, attempts = attempts + 1, tries = tries + 1,
            next_at = atelier.now() + @Lease
          FROM picked WHERE d.message_id = picked.message_id
          RETURNING d.message_id, d.number, d.epoch, d.tries, d.account_id, d.endpoint_id)
        SELECT t.message_id AS MessageId, t.epoch, t.tries, t.account_id AS AccountId, t.endpoint_id AS EndpointId,
          coalesce(e.url, w.url) AS Url, m.type, m.generation_id AS GenerationId, m.data::text AS Data,
          m.happened_at AS HappenedAt
        FROM taken t JOIN webhook_messages m ON m.id = t.message_id
        LEFT JOIN webhook_endpoints e ON e.id = t.endpoint_id
        LEFT JOIN generation_webhooks w ON t.endpoint_id IS NULL AND w.generation_id = m.generation_id
        ORDER BY t.number
        """;

    private const string SucceededSql =
        "UPDATE webhook_endpoints SET failing_since = NULL WHERE id = $1 AND failing_since IS NOT NULL";

    private const string FailedSql = """
        UPDATE webhook_endpoints SET failing_since = coalesce(failing_since, atelier.now()) WHERE id = $1
        RETURNING disabled_at IS NULL, failing_since <= atelier.now() - $2
        """;

    private const string NoteSql = """
        UPDATE webhook_deliveries SET state = $3, claimed = false, next_at = atelier.now() + $4, last_at = atelier.now(),
          last_status = $5, last_error = $6, last_ms = $7
        WHERE message_id = $1 AND epoch = $2 AND state = 'pending'
        """;

    private const string HandBackSql = """
        UPDATE webhook_deliveries SET claimed = false, next_at = atelier.now(), attempts = attempts - 1, tries = tries - 1
        WHERE message_id = $1 AND epoch = $2 AND state = 'pending'
        """;

    private const string IsFullSql = """
        SELECT count(*) >= @MostOwn FROM (SELECT FROM webhook_deliveries
          WHERE account_id = @accountId AND endpoint_id IS NULL AND state = 'pending' LIMIT @MostOwn) own
        """;

    private string _after = "";

    /// <summary>Whether so many messages to addresses of single generations wait that the account may ask for no more.</summary>
    public async Task<bool> IsFullAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(
            new CommandDefinition(IsFullSql, new { accountId, MostOwn }, cancellationToken: cancellationToken)
        );
    }

    /// <summary>Takes what is due, the oldest first; each is this node's until its lease ends.</summary>
    public async Task<IReadOnlyList<DeliveryClaim>> ClaimAsync(ClaimWish wish, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var hosts = await WalkAsync(connection, cancellationToken);
        if (hosts.Length == 0)
        {
            return [];
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Two statements: the second must see what the first waited for.
        await connection.ExecuteAsync("SELECT pg_advisory_xact_lock(@ClaimLock)", new { ClaimLock }, transaction);
        var claims = await connection.QueryAsync<DeliveryClaim>(
            new CommandDefinition(
                ClaimSql,
                new
                {
                    Hosts = hosts,
                    wish.Most,
                    wish.PerHost,
                    wish.PerAccount,
                    wish.Lease,
                },
                transaction,
                cancellationToken: cancellationToken
            )
        );
        await transaction.CommitAsync(cancellationToken);
        return claims.AsList();
    }

    /// <summary>Writes down how a try went; whoever lost the claim meanwhile writes nothing about the delivery.</summary>
    /// <returns>Why the endpoint was disabled by it: gone or failing; null when it was not.</returns>
    public async Task<string?> NoteAsync(DeliveryClaim claim, DeliveryNote note, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // The account before the endpoint before the delivery, as everywhere.
        var disable = note.Delivered ? null : await JudgeAsync(connection, transaction, claim, note, cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction);
        if (note.Delivered && claim.EndpointId is { } endpoint)
        {
            batch.Add(SucceededSql, endpoint);
        }

        var state =
            note.Delivered ? "delivered"
            : note.Again is null ? "failed"
            : "pending";
        batch.Add(
            NoteSql,
            claim.MessageId,
            claim.Epoch,
            state,
            note.Again ?? TimeSpan.Zero,
            Parameter.Integer(note.Status),
            Parameter.Text(note.Error),
            (int)Math.Min(int.MaxValue, note.Took.TotalMilliseconds)
        );
        if (disable is not null)
        {
            EndpointSql.AddDisable(batch, claim.EndpointId!.Value, disable);
            EndpointSql.AddWord(batch, claim.AccountId, claim.EndpointId.Value, disable, Actor.Service);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return disable;
    }

    /// <summary>Gives back what was not sent; the try does not count.</summary>
    public async Task HandBackAsync(DeliveryClaim claim, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.Add(HandBackSql, claim.MessageId, claim.Epoch);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<string[]> WalkAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var walk = new { After = _after, Steps = MostSteps };
        var seen = (
            await connection.QueryAsync<(string Host, bool Due)>(
                new CommandDefinition(WalkSql, walk, cancellationToken: cancellationToken)
            )
        ).AsList();
        var due = seen.Where(host => host.Due).Take(MostHosts).Select(host => host.Host).ToArray();
        // At the end it begins anew.
        _after =
            due.Length == MostHosts ? due[^1]
            : seen.Count == MostSteps ? seen[^1].Host
            : "";
        return due;
    }

    private static async Task<string?> JudgeAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        DeliveryClaim claim,
        DeliveryNote note,
        CancellationToken cancellationToken
    )
    {
        if (claim.EndpointId is not { } endpoint || !note.Posted)
        {
            return null;
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(EndpointSql.LockAccountSql, claim.AccountId);
        batch.Add(FailedSql, endpoint, Patience);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken) || !reader.GetBoolean(0))
        {
            return null;
        }

        return note.Gone ? "gone"
            : reader.GetBoolean(1) ? "failing"
            : null;
    }
}
