using Dapper;
using Npgsql;

namespace Atelier.Data.Photos;

/// <summary>Photo sessions, always on behalf of one account: somebody else's do not exist.</summary>
public sealed class PhotoSessionStore(NpgsqlDataSource database)
{
    private const string FindSql = $"""
        SELECT s.id, s.account_id AS AccountId, (
            SELECT i.id FROM images i WHERE i.session_id = s.id AND i.generation_id IS NULL AND i.deleted_at IS NULL
              AND i.quarantine IS NULL ORDER BY i.id LIMIT 1) AS InputId,
          s.created_at AS CreatedAt, s.active_at AS ActiveAt
        FROM photo_sessions s WHERE s.id = @sessionId AND s.account_id = @accountId AND {PhotoSessionSql.IsActive}
        """;

    private const string TouchSql =
        "UPDATE photo_sessions SET active_at = atelier.now() WHERE id = @sessionId AND state = 'active'";

    /// <summary>The session; null when it is unknown, expired or another account's.</summary>
    public async Task<PhotoSession?> FindAsync(Guid accountId, Guid sessionId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<PhotoSession>(
            new CommandDefinition(FindSql, new { accountId, sessionId }, cancellationToken: cancellationToken)
        );
    }

    /// <summary>Notes that the session is used; one that is being cleaned up stays so.</summary>
    public async Task TouchAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(TouchSql, new { sessionId }, cancellationToken: cancellationToken)
        );
    }
}
