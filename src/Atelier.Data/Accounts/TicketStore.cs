using Dapper;
using Npgsql;

namespace Atelier.Data.Accounts;

/// <summary>Tickets: each opens one stream, once over all nodes.</summary>
public sealed class TicketStore(NpgsqlDataSource database)
{
    /// <summary>What every ticket begins with.</summary>
    public const string Prefix = "tkt_";

    /// <summary>A new ticket of the account.</summary>
    /// <param name="keyId">The key that asks; null for a session in a browser.</param>
    /// <param name="session">The session that asks, as its hash; null for a key.</param>
    /// <returns>Null when the account is closed; nothing was written.</returns>
    public async Task<string?> CreateAsync(
        Guid accountId,
        Guid? keyId,
        byte[]? session,
        string purpose,
        TimeSpan life,
        CancellationToken cancellationToken
    )
    {
        var ticket = ApiKeySecret.Create(Prefix);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        // Locked, so that whoever closes the account meanwhile is waited for and seen.
        var written = await connection.ExecuteAsync(
            new CommandDefinition(
                """
                INSERT INTO tickets (hash, account_id, key_id, session, purpose, expires_at)
                SELECT @hash, a.id, @keyId::uuid, @session::bytea, @purpose, atelier.now() + @life
                FROM (SELECT id FROM accounts WHERE id = @accountId AND closed_at IS NULL FOR SHARE) a
                """,
                new
                {
                    hash = ApiKeySecret.Hash(ticket),
                    accountId,
                    keyId,
                    session,
                    purpose,
                    life,
                },
                cancellationToken: cancellationToken
            )
        );
        return written == 1 ? ticket : null;
    }

    /// <summary>Uses up a ticket; whose it was and by which key, or null when it is unknown, used, late, for another purpose or of a key or a session that ended.</summary>
    public async Task<TakenTicket?> TakeAsync(string ticket, string purpose, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        // One statement: of two that bring the same ticket, one deletes it and the other finds nothing.
        var taken = await connection.QueryAsync<Guid?, byte[]?, Account, TakenTicket>(
            new CommandDefinition(
                $"""
                WITH used AS (
                  DELETE FROM tickets WHERE hash = @hash AND purpose = @purpose AND expires_at > atelier.now()
                  RETURNING account_id, key_id, session)
                SELECT used.key_id AS KeyId, used.session AS Session, {AccountStore.Columns} FROM used JOIN accounts a ON a.id = used.account_id AND a.closed_at IS NULL
                WHERE (used.key_id IS NULL OR EXISTS (
                    SELECT FROM api_keys k WHERE k.id = used.key_id AND k.revoked_at IS NULL
                      AND (k.expires_at IS NULL OR k.expires_at > atelier.now())))
                  AND (used.session IS NULL OR EXISTS (
                    SELECT FROM sessions s WHERE s.hash = used.session AND s.expires_at > atelier.now()))
                """,
                new { hash = ApiKeySecret.Hash(ticket), purpose },
                cancellationToken: cancellationToken
            ),
            (key, session, account) => new TakenTicket(account, key, session),
            splitOn: "Session,id"
        );
        return taken.SingleOrDefault();
    }
}
