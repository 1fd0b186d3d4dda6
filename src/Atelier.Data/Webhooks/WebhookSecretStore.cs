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

    // What is made must not outlive an erasure that runs meanwhile.
    private const string FirstSql = """
        INSERT INTO webhook_secrets (account_id, endpoint_id, sealed)
        SELECT id, NULL, $2 FROM accounts WHERE id = $1 AND closed_at IS NULL FOR KEY SHARE ON CONFLICT DO NOTHING
        """;

    /// <summary>All that sign now, the newest first. The account's own is made when it is first asked for.</summary>
    /// <returns>Empty when the endpoint is gone, or the account is closed and never had one.</returns>
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
        batch.Add(FirstSql, accountId, _box.Seal(WebhookSecret.Create(), Owner(accountId, null)));
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
        var refused = await LockAsync(connection, transaction, accountId, endpointId, cancellationToken);
        if (refused is not EndpointOutcome.Done)
        {
            return (refused, null);
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
            actor.Did(
                endpointId is null ? "webhook.secret.rotate" : "webhook.rotate",
                accountId,
                endpointId?.ToString()
            )
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
    private static async Task<EndpointOutcome> LockAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Guid accountId,
        Guid? endpointId,
        CancellationToken cancellationToken
    )
    {
        if (endpointId is { } id)
        {
            var (closed, disabledBy) = await EndpointStore.LockAsync(
                connection,
                transaction,
                accountId,
                id,
                cancellationToken
            );
            return disabledBy is null ? EndpointOutcome.NotFound
                : closed ? EndpointOutcome.Closed
                : EndpointOutcome.Done;
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add("SELECT closed_at IS NOT NULL FROM accounts WHERE id = $1 FOR UPDATE", accountId);
        return await batch.ExecuteScalarAsync(cancellationToken) switch
        {
            null => EndpointOutcome.NotFound,
            true => EndpointOutcome.Closed,
            _ => EndpointOutcome.Done,
        };
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
