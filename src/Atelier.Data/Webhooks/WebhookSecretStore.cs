using Atelier.Data.Accounts;
using Atelier.Data.Auditing;
using Atelier.Data.Connections;
using Atelier.Data.Secrets;
using Npgsql;

namespace Atelier.Data.Webhooks;

/// <summary>What messages are signed with: an endpoint's secrets, and the account's for addresses of single generations.</summary>
public sealed class WebhookSecretStore(NpgsqlDataSource database, MasterSecret master)
{
    /// <summary>Secrets that sign side by side, at most; each is a signature more in the header.</summary>
    public const int Most = 3;

    private const string InsertSql =
        "INSERT INTO webhook_secrets (account_id, endpoint_id, sealed) VALUES ($1, $2, $3)";

    private const string LiveSql = """
        SELECT sealed FROM webhook_secrets
        WHERE account_id = $1 AND endpoint_id IS NOT DISTINCT FROM $2 AND (ends_at IS NULL OR ends_at > atelier.now())
        ORDER BY id DESC
        """;

    private readonly SecretBox _box = new(master, "webhook secrets");

    /// <summary>All that sign now, the newest first. The account's own is made when it is first asked for.</summary>
    public async Task<IReadOnlyList<byte[]>> LiveAsync(
        Guid accountId,
        Guid? endpointId,
        CancellationToken cancellationToken
    )
    {
        var live = await ReadAsync(accountId, endpointId, cancellationToken);
        if (live.Count > 0 || endpointId is not null)
        {
            return live;
        }

        await using var batch = database.CreateBatch();
        // Of two that come at once, one makes it.
        batch.Add(
            InsertSql + " ON CONFLICT DO NOTHING",
            accountId,
            Parameter.Uuid(null),
            _box.Seal(WebhookSecret.Create(), Owner(accountId, null))
        );
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return await ReadAsync(accountId, null, cancellationToken);
    }

    /// <summary>Makes a new secret; the others sign beside it until the overlap is over.</summary>
    /// <param name="endpointId">Null for the account's own.</param>
    /// <param name="overlap">Zero ends the others at once.</param>
    /// <returns>The new secret, where the outcome is done.</returns>
    public async Task<(EndpointOutcome Outcome, string? Secret)> RotateAsync(
        Guid accountId,
        Guid? endpointId,
        TimeSpan overlap,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await LockAsync(connection, transaction, accountId, endpointId, cancellationToken))
        {
            return (EndpointOutcome.NotFound, null);
        }

        if (
            overlap > TimeSpan.Zero
            && await CountAsync(connection, transaction, accountId, endpointId, cancellationToken) >= Most
        )
        {
            return (EndpointOutcome.TooManySecrets, null);
        }

        var secret = WebhookSecret.Create();
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(
            """
            UPDATE webhook_secrets SET ends_at = least(ends_at, atelier.now() + $3)
            WHERE account_id = $1 AND endpoint_id IS NOT DISTINCT FROM $2
            """,
            accountId,
            Parameter.Uuid(endpointId),
            overlap
        );
        batch.Add(InsertSql, accountId, Parameter.Uuid(endpointId), _box.Seal(secret, Owner(accountId, endpointId)));
        batch.AddAudit(
            actor.Did(endpointId is null ? "webhook.secret.rotate" : "webhook.rotate", accountId, endpointId?.ToString())
        );
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (EndpointOutcome.Done, WebhookSecret.ToText(secret));
    }

    /// <summary>Writes the first secret of an endpoint that is being made.</summary>
    internal void AddFirst(NpgsqlBatch batch, Guid accountId, Guid endpointId, byte[] secret) =>
        batch.Add(InsertSql, accountId, endpointId, _box.Seal(secret, Owner(accountId, endpointId)));

    private async Task<List<byte[]>> ReadAsync(Guid accountId, Guid? endpointId, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.Add(LiveSql, accountId, Parameter.Uuid(endpointId));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var live = new List<byte[]>();
        while (await reader.ReadAsync(cancellationToken))
        {
            live.Add(_box.Open(reader.GetFieldValue<byte[]>(0), Owner(accountId, endpointId)));
        }

        return live;
    }

    // Rotations of one owner come one after the other: of the endpoint under its row, of the account under its own.
    private static async Task<bool> LockAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Guid accountId,
        Guid? endpointId,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        if (endpointId is { } id)
        {
            batch.Add("SELECT 1 FROM webhook_endpoints WHERE id = $1 AND account_id = $2 FOR UPDATE", id, accountId);
        }
        else
        {
            batch.Add("SELECT 1 FROM accounts WHERE id = $1 FOR UPDATE", accountId);
        }

        return await batch.ExecuteScalarAsync(cancellationToken) is not null;
    }

    private static async Task<int> CountAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Guid accountId,
        Guid? endpointId,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add($"SELECT count(*)::int FROM ({LiveSql}) live", accountId, Parameter.Uuid(endpointId));
        return (int)(await batch.ExecuteScalarAsync(cancellationToken))!;
    }

    private static string Owner(Guid accountId, Guid? endpointId) => $"{accountId}/{endpointId}";
}
