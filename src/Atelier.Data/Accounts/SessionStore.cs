using Atelier.Data.Auditing;
using Atelier.Data.Connections;
using Dapper;
using Npgsql;

namespace Atelier.Data.Accounts;

/// <summary>Signing in by a one-time code, and the session it opens.</summary>
public sealed class SessionStore(NpgsqlDataSource database)
{
    /// <summary>Codes that an account may have unused; one more ends the oldest.</summary>
    public const int MostCodes = 10;

    // The account's lock keeps two new codes from counting the same old ones.
    private const string LockSql = "SELECT FROM accounts WHERE id = $1 FOR NO KEY UPDATE";

    private const string TidySql = """
        DELETE FROM sign_in_codes WHERE expires_at < atelier.now() OR hash IN (
          SELECT hash FROM sign_in_codes WHERE account_id = $1 ORDER BY expires_at DESC, hash OFFSET $2)
        """;

    private const string CodeSql = """
        INSERT INTO sign_in_codes (hash, account_id, expires_at) VALUES ($1, $2, atelier.now() + $3)
        """;

    /// <summary>A new code for the account; it works once.</summary>
    public async Task<string> CreateCodeAsync(
        Guid accountId,
        TimeSpan life,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        var code = ApiKeySecret.Create("");
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(LockSql, accountId);
        batch.Add(TidySql, accountId, MostCodes - 1);
        batch.Add(CodeSql, ApiKeySecret.Hash(code), accountId, life);
        batch.AddAudit(actor.Did("sign_in_code.create", accountId));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return code;
    }

    /// <summary>Uses up a code; the token of the new session, or null when the code is unknown, used or late.</summary>
    public async Task<string?> OpenAsync(string code, TimeSpan life, CancellationToken cancellationToken)
    {
        var token = ApiKeySecret.Create("");
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        // One statement: of two that bring the same code, one deletes it and the other finds nothing.
        var opened = await connection.ExecuteAsync(
            """
            WITH used AS (DELETE FROM sign_in_codes WHERE hash = @code AND expires_at > atelier.now() RETURNING account_id)
            INSERT INTO sessions (hash, account_id, expires_at) SELECT @token, account_id, atelier.now() + @life FROM used
            """,
            new
            {
                code = ApiKeySecret.Hash(code),
                token = ApiKeySecret.Hash(token),
                life,
            }
        );
        return opened == 1 ? token : null;
    }

    /// <summary>Whom the session belongs to; null when it is unknown or over.</summary>
    public async Task<Account?> FindAsync(string token, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<Account>(
            new CommandDefinition(
                $"""
                SELECT {AccountStore.Columns} FROM sessions s JOIN accounts a ON a.id = s.account_id
                WHERE s.hash = @hash AND s.expires_at > atelier.now() AND a.closed_at IS NULL
                """,
                new { hash = ApiKeySecret.Hash(token) },
                cancellationToken: cancellationToken
            )
        );
    }

    /// <summary>Ends a session.</summary>
    public async Task CloseAsync(string token, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            "DELETE FROM sessions WHERE hash = @hash",
            new { hash = ApiKeySecret.Hash(token) }
        );
    }

    /// <summary>Ends every session of an account, and its unused codes.</summary>
    public async Task CloseAllAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            """
            DELETE FROM sessions WHERE account_id = @accountId;
            DELETE FROM sign_in_codes WHERE account_id = @accountId;
            """,
            new { accountId }
        );
    }
}
