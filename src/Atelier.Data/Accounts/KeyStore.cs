using Dapper;
using Npgsql;

namespace Atelier.Data.Accounts;

/// <summary>API keys, looked up by the hash of what the caller sent.</summary>
public sealed class KeyStore(NpgsqlDataSource database)
{
    /// <summary>Stores a key for an account; the same secret again makes a revoked one good again.</summary>
    public async Task SaveAsync(
        Guid accountId,
        string name,
        string secret,
        IReadOnlyList<string> scopes,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            """
            INSERT INTO api_keys (id, account_id, name, hash, hint, scopes)
            VALUES (@id, @accountId, @name, @hash, @hint, @scopes)
            ON CONFLICT (hash) DO UPDATE SET revoked_at = NULL, scopes = excluded.scopes
            WHERE api_keys.account_id = excluded.account_id
            """,
            new
            {
                id = Guid.CreateVersion7(),
                accountId,
                name,
                hash = ApiKeySecret.Hash(secret),
                hint = ApiKeySecret.HintOf(secret),
                scopes = scopes.ToArray(),
            }
        );
    }

    /// <summary>Revokes the keys of this name, save the one with this secret. Answers how many.</summary>
    public async Task<int> RevokeOthersAsync(
        Guid accountId,
        string name,
        string secret,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(
            """
            UPDATE api_keys SET revoked_at = atelier.now()
            WHERE account_id = @accountId AND name = @name AND hash <> @hash AND revoked_at IS NULL
            """,
            new
            {
                accountId,
                name,
                hash = ApiKeySecret.Hash(secret),
            }
        );
    }

    /// <summary>Whom the key speaks for; null when it is unknown, expired or revoked, or its account closed.</summary>
    public async Task<KeyIdentity?> FindAsync(string secret, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Guid, string[], Account, KeyIdentity>(
            new CommandDefinition(
                $"""
                SELECT k.id, k.scopes, {AccountStore.Columns} FROM api_keys k JOIN accounts a ON a.id = k.account_id
                WHERE k.id = coalesce((SELECT id FROM api_keys WHERE hash = @hash),
                    (SELECT key_id FROM retired_secrets WHERE hash = @hash AND expires_at > atelier.now()))
                  AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > atelier.now())
                  AND a.closed_at IS NULL
                """,
                new { hash = ApiKeySecret.Hash(secret) },
                cancellationToken: cancellationToken
            ),
            (id, scopes, account) => new KeyIdentity(id, account, scopes),
            splitOn: "scopes,id"
        );
        return rows.SingleOrDefault();
    }

    /// <summary>Notes when keys were used last.</summary>
    /// <param name="ago">By key: how long ago.</param>
    public async Task MarkUsedAsync(IReadOnlyDictionary<Guid, TimeSpan> ago, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(
                """
                UPDATE api_keys k SET last_used_at = greatest(k.last_used_at, atelier.now() - used.ago)
                FROM unnest(@ids, @ago) AS used (id, ago) WHERE k.id = used.id
                """,
                new { ids = ago.Keys.ToArray(), ago = ago.Values.ToArray() },
                cancellationToken: cancellationToken
            )
        );
    }
}
