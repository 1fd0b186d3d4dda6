using Atelier.Data.Accounts;
using Atelier.Data.Auditing;
using Atelier.Data.Connections;
using Dapper;
using Npgsql;

namespace Atelier.Data.Webhooks;

/// <summary>The endpoints of accounts; somebody else's do not exist.</summary>
public sealed class EndpointStore(NpgsqlDataSource database, WebhookSecretStore secrets)
{
    /// <summary>Endpoints of one account, at most.</summary>
    public const int Most = 20;

    private const string LockAccountSql = "SELECT closed_at IS NOT NULL FROM accounts WHERE id = $1 FOR UPDATE";

    // It begins at the present: what happened before is none of its business.
    private const string Present = """
        (SELECT event_seq FROM accounts WHERE id = $2), (SELECT coalesce(max(id), 0) FROM notices)
        """;

    private const string InsertSql = $"""
        INSERT INTO webhook_endpoints (id, account_id, url, events, description, disabled_at, disabled_by, event_cursor,
          notice_cursor)
        SELECT $1, $2, $3, $4, $5, CASE WHEN $6 THEN atelier.now() END, CASE WHEN $6 THEN 'caller' END, {Present}
        """;

    private const string ChangeSql = $"""
        UPDATE webhook_endpoints SET url = coalesce($3, url), description = nullif(coalesce($4, description), ''),
          events = CASE WHEN $5 THEN NULL ELSE coalesce($6, events) END,
          failing_since = CASE WHEN $7 OR $3 IS NOT NULL THEN NULL ELSE failing_since END,
          disabled_at = CASE WHEN $7 THEN NULL ELSE disabled_at END,
          disabled_by = CASE WHEN $7 THEN NULL ELSE disabled_by END,
          (event_cursor, notice_cursor) = (SELECT CASE WHEN $7 THEN present.seq ELSE event_cursor END,
            CASE WHEN $7 THEN present.notice ELSE notice_cursor END FROM (SELECT {Present}) AS present (seq, notice))
        WHERE id = $1 AND account_id = $2
        """;

    /// <summary>Makes an endpoint with its first secret.</summary>
    /// <returns>The endpoint and its secret, where the outcome is done.</returns>
    public async Task<(EndpointOutcome Outcome, (WebhookEndpoint Endpoint, string Secret)? Made)> CreateAsync(
        Guid accountId,
        EndpointChange wish,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        var (id, secret) = (Guid.CreateVersion7(), WebhookSecret.Create());
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Two statements: the count must see what the lock waited for.
        var (closed, count) = await CountAsync(connection, transaction, accountId, cancellationToken);
        if (closed || count >= Most)
        {
            return (closed ? EndpointOutcome.Closed : EndpointOutcome.TooMany, null);
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(
            InsertSql,
            id,
            accountId,
            wish.Url!.AbsoluteUri,
            Parameter.Texts(wish.AllEvents ? null : wish.Events?.ToArray()),
            Parameter.Text(wish.Description is { Length: > 0 } text ? text : null),
            wish.Disabled ?? false
        );
        secrets.AddFirst(batch, accountId, id, secret);
        batch.AddAudit(actor.Did("webhook.create", accountId, id.ToString()));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        var endpoint = (await FindAsync(accountId, id, cancellationToken))!;
        return (EndpointOutcome.Done, (endpoint, WebhookSecret.ToText(secret)));
    }

    /// <summary>The account's endpoints, the oldest first.</summary>
    public async Task<IReadOnlyList<WebhookEndpoint>> ListAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<WebhookEndpoint>(
            new CommandDefinition(
                $"SELECT {WebhookEndpoint.Columns} FROM webhook_endpoints WHERE account_id = @accountId ORDER BY id",
                new { accountId },
                cancellationToken: cancellationToken
            )
        );
        return rows.AsList();
    }

    /// <summary>The endpoint; null when it is unknown or another account's.</summary>
    public async Task<WebhookEndpoint?> FindAsync(Guid accountId, Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<WebhookEndpoint>(
            new CommandDefinition(
                $"SELECT {WebhookEndpoint.Columns} FROM webhook_endpoints WHERE id = @id AND account_id = @accountId",
                new { id, accountId },
                cancellationToken: cancellationToken
            )
        );
    }

    /// <summary>Changes an endpoint. One that is switched on again begins at the present.</summary>
    public async Task<EndpointOutcome> ChangeAsync(
        Guid accountId,
        Guid id,
        EndpointChange change,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (closed, disabledBy) = await LockAsync(connection, transaction, accountId, id, cancellationToken);
        if (disabledBy is null)
        {
            return EndpointOutcome.NotFound;
        }

        if (closed)
        {
            return EndpointOutcome.Closed;
        }

        if (disabledBy == "operator" && change.Disabled == false)
        {
            return EndpointOutcome.Barred;
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        var revive = change.Disabled == false && disabledBy.Length > 0;
        batch.Add(
            ChangeSql,
            id,
            accountId,
            Parameter.Text(change.Url?.AbsoluteUri),
            Parameter.Text(change.Description),
            change.AllEvents,
            Parameter.Texts(change.Events?.ToArray()),
            revive
        );
        if (change.Url is { } url)
        {
            batch.Add(
                "UPDATE webhook_deliveries SET host = $2 WHERE endpoint_id = $1 AND state = 'pending'",
                id,
                WebhookUrl.HostOf(url)
            );
        }

        if (change.Disabled == true && disabledBy.Length == 0)
        {
            EndpointSql.AddDisable(batch, id, "caller");
        }

        batch.AddAudit(actor.Did("webhook.update", accountId, id.ToString(), FieldsOf(change)));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return EndpointOutcome.Done;
    }

    /// <summary>Switches an endpoint off for the operator; its owner cannot switch it on again.</summary>
    public async Task<EndpointOutcome> BarAsync(
        Guid accountId,
        Guid id,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (_, disabledBy) = await LockAsync(connection, transaction, accountId, id, cancellationToken);
        if (disabledBy is null)
        {
            return EndpointOutcome.NotFound;
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        EndpointSql.AddDisable(batch, id, "operator");
        if (disabledBy != "operator")
        {
            EndpointSql.AddWord(batch, accountId, id, "operator", actor);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return EndpointOutcome.Done;
    }

    /// <summary>Deletes an endpoint, its secrets and its log.</summary>
    /// <returns>False when there is none of this id, or it is another account's.</returns>
    public async Task<bool> DeleteAsync(Guid accountId, Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if ((await LockAsync(connection, transaction, accountId, id, cancellationToken)).DisabledBy is null)
        {
            return false;
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add("DELETE FROM webhook_endpoints WHERE id = $1", id);
        batch.AddAudit(actor.Did("webhook.delete", accountId, id.ToString()));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Locks the account against its erasure, and then the endpoint: in this order everywhere.</summary>
    /// <returns>Whether the account is closed; who disabled the endpoint, empty while it is on, null when there is none.</returns>
    internal static async Task<(bool Closed, string? DisabledBy)> LockAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Guid accountId,
        Guid id,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(EndpointSql.LockAccountSql, accountId);
        batch.Add(
            "SELECT coalesce(disabled_by, '') FROM webhook_endpoints WHERE id = $1 AND account_id = $2 FOR UPDATE",
            id,
            accountId
        );
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var closed = !await reader.ReadAsync(cancellationToken) || reader.GetBoolean(0);
        await reader.NextResultAsync(cancellationToken);
        return (closed, await reader.ReadAsync(cancellationToken) ? reader.GetString(0) : null);
    }

    private static async Task<(bool Closed, int Count)> CountAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Guid accountId,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(LockAccountSql, accountId);
        batch.Add("SELECT count(*)::int FROM webhook_endpoints WHERE account_id = $1", accountId);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var closed = !await reader.ReadAsync(cancellationToken) || reader.GetBoolean(0);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (closed, reader.GetInt32(0));
    }

    private static string FieldsOf(EndpointChange change)
    {
        string?[] fields =
        [
            change.Url is null ? null : "url",
            change.Events is null && !change.AllEvents ? null : "events",
            change.Description is null ? null : "description",
            change.Disabled is null ? null : "disabled",
        ];
        return $$"""{"fields": [{{string.Join(", ", fields.OfType<string>().Select(field => $"\"{field}\""))}}]}""";
    }
}
