using Atelier.Data.Auditing;
using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Accounts;

/// <summary>Keys as an operator makes, rotates and revokes them. Each change stands in the audit log.</summary>
public sealed class KeyDesk(NpgsqlDataSource database)
{
    /// <summary>The name of the key that comes from the settings or the data folder.</summary>
    public const string OwnersName = "owner";

    private const string AccountSql = """
        SELECT closed_at IS NOT NULL, coalesce($2 <= atelier.now(), false), owner FROM accounts WHERE id = $1 FOR UPDATE
        """;

    private const string InsertSql = """
        INSERT INTO api_keys (id, account_id, name, hash, hint, scopes, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, coalesce($7, atelier.now() + $8))
        """;

    private const string LockSql = """
        SELECT k.account_id, k.revoked_at IS NOT NULL OR coalesce(k.expires_at <= atelier.now(), false),
          a.owner AND k.name = $2
        FROM api_keys k JOIN accounts a ON a.id = k.account_id WHERE k.id = $1 FOR UPDATE OF k
        """;

    // The old secret is another row only while it still works; those replaced before it live no longer than it does.
    private const string RotateSql = """
        WITH ended AS (
          UPDATE retired_secrets SET expires_at = least(expires_at, atelier.now() + $4) WHERE key_id = $1),
        retired AS (
          INSERT INTO retired_secrets (hash, key_id, expires_at)
          SELECT hash, id, atelier.now() + $4 FROM api_keys WHERE id = $1 AND $4 > interval '0')
        UPDATE api_keys SET hash = $2, hint = $3 WHERE id = $1
        """;

    private const string RevokeSql = """
        WITH retired AS (DELETE FROM retired_secrets WHERE key_id = $1)
        UPDATE api_keys SET revoked_at = coalesce(revoked_at, atelier.now()) WHERE id = $1
        """;

    /// <summary>Makes a key.</summary>
    public async Task<KeyOutcome> CreateAsync(
        Guid accountId,
        KeyDraft draft,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await LockAccountAsync(connection, transaction, accountId, draft, cancellationToken) is not { } account)
        {
            return new KeyOutcome.NotFound();
        }

        if (account.Closed || account.Past)
        {
            return account.Closed ? new KeyOutcome.Closed() : new KeyOutcome.Past();
        }

        if (account.Owner && draft.Name == OwnersName)
        {
            return new KeyOutcome.OfSettings();
        }

        var (id, secret) = (Guid.CreateVersion7(), ApiKeySecret.Create());
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(
            InsertSql,
            id,
            accountId,
            draft.Name,
            ApiKeySecret.Hash(secret),
            ApiKeySecret.HintOf(secret),
            draft.Scopes.ToArray(),
            Parameter.Moment(draft.ExpiresAt),
            Parameter.Interval(draft.Life)
        );
        batch.AddAudit(actor.Did("key.create", accountId, id.ToString()));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new KeyOutcome.Made((await KeyShelf.FindAsync(connection, id, cancellationToken))!, secret);
    }

    /// <summary>Gives a key another secret; scopes, budget and end stay.</summary>
    /// <param name="overlap">How long the old secret still works.</param>
    public async Task<KeyOutcome> RotateAsync(
        Guid id,
        TimeSpan overlap,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (accountId, refusal) = await LockKeyAsync(connection, transaction, id, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        var secret = ApiKeySecret.Create();
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(RotateSql, id, ApiKeySecret.Hash(secret), ApiKeySecret.HintOf(secret), overlap);
        batch.AddAudit(actor.Did("key.rotate", accountId, id.ToString()));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new KeyOutcome.Made((await KeyShelf.FindAsync(connection, id, cancellationToken))!, secret);
    }

    /// <summary>Ends a key at once, with those of its secrets that were replaced.</summary>
    public async Task<KeyOutcome> RevokeAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (accountId, refusal) = await LockKeyAsync(connection, transaction, id, cancellationToken);
        if (refusal is not null)
        {
            // What has ended needs no end.
            return refusal is KeyOutcome.Ended ? new KeyOutcome.Revoked() : refusal;
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(RevokeSql, id);
        batch.AddAudit(actor.Did("key.revoke", accountId, id.ToString()));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new KeyOutcome.Revoked();
    }

    private static async Task<(bool Closed, bool Past, bool Owner)?> LockAccountAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Guid accountId,
        KeyDraft draft,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(AccountSql, accountId, Parameter.Moment(draft.ExpiresAt));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (reader.GetBoolean(0), reader.GetBoolean(1), reader.GetBoolean(2))
            : null;
    }

    private static async Task<(Guid AccountId, KeyOutcome? Refusal)> LockKeyAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Guid id,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(LockSql, id, OwnersName);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return !await reader.ReadAsync(cancellationToken) ? (Guid.Empty, new KeyOutcome.NotFound())
            : reader.GetBoolean(2) ? (reader.GetGuid(0), new KeyOutcome.OfSettings())
            : (reader.GetGuid(0), reader.GetBoolean(1) ? new KeyOutcome.Ended() : null);
    }
}
