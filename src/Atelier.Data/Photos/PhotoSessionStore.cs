using Atelier.Data.Connections;
using Atelier.Data.Images;
using Dapper;
using Npgsql;

namespace Atelier.Data.Photos;

/// <summary>
/// Photo sessions that are in use. One whose time is over does not exist here any more, whether or not it was swept yet
/// (requirement B-53).
/// </summary>
public sealed class PhotoSessionStore(NpgsqlDataSource database)
{
    private const string SelectSql = """
        SELECT s.id, s.account_id AS AccountId,
          (SELECT i.id FROM images i WHERE i.session_id = s.id AND i.generation_id IS NULL AND i.deleted_at IS NULL LIMIT 1)
            AS InputId,
          s.created_at AS CreatedAt, s.active_at AS ActiveAt
        FROM photo_sessions s WHERE s.id = @sessionId AND s.state = 'active' AND NOT photo_session_is_due(s)
        """;

    // The lock of the account keeps an upload and its closing apart.
    private const string CreateSql = """
        INSERT INTO photo_sessions (id, account_id, client, idle, upload_key, fingerprint)
        SELECT $1, id, $3, $4, $5, $6 FROM (SELECT id FROM accounts WHERE id = $2 AND closed_at IS NULL FOR SHARE) open
        ON CONFLICT (account_id, upload_key) WHERE upload_key IS NOT NULL DO NOTHING
        RETURNING created_at
        """;

    private const string KeyLife = "interval '24 hours'";

    // The account first, as whoever cleans does.
    private const string LockSql = "SELECT 1 FROM accounts WHERE id = $1 FOR SHARE";

    private const string InputSql =
        "SELECT FROM images i WHERE i.session_id = s.id AND i.generation_id IS NULL AND i.deleted_at IS NULL";

    // A key is free again when its session is over, without its picture, or a day old.
    private const string FreeKeySql = $"""
        UPDATE photo_sessions s SET upload_key = NULL, fingerprint = NULL
        WHERE s.account_id = $1 AND s.upload_key = $2
          AND NOT (s.created_at > atelier.now() - {KeyLife} AND {PhotoSessionSql.IsActive} AND EXISTS ({InputSql}))
        """;

    private const string KeyedSql = $"""
        SELECT s.id AS SessionId, i.id AS ImageId, s.created_at AS CreatedAt, s.fingerprint AS Fingerprint
        FROM photo_sessions s JOIN images i ON i.session_id = s.id AND i.generation_id IS NULL AND i.deleted_at IS NULL
        WHERE s.account_id = @accountId AND s.upload_key = @key
          AND s.created_at > atelier.now() - {KeyLife} AND {PhotoSessionSql.IsActive}
        LIMIT 1
        """;

    // Polls come every two seconds; a row that changes as often would be all that the disk writes.
    private const string TouchSql = """
        UPDATE photo_sessions s SET active_at = atelier.now()
        WHERE s.id = @sessionId AND s.state = 'active' AND s.active_at < atelier.now() - interval '10 seconds'
          AND NOT photo_session_is_due(s)
        """;

    private const string DownloadSql = """
        UPDATE photo_sessions s
        SET active_at = atelier.now(), downloaded_at = atelier.now(), clean_at = atelier.now() + @life
        WHERE s.id = @sessionId AND s.state = 'active' AND NOT photo_session_is_due(s)
        """;

    private const string OutputSql = """
        SELECT i.id AS ImageId, g.plan->>'style' AS Style
        FROM generations g JOIN slots t ON t.generation_id = g.id JOIN images i ON i.id = t.image_id
        WHERE g.session_id = @sessionId AND g.state = 'complete' AND i.quarantine IS NULL AND i.deleted_at IS NULL
          AND (@imageId::uuid IS NULL OR i.id = @imageId)
        ORDER BY g.finished_at DESC, t.index LIMIT 1
        """;

    /// <summary>Opens a session with its picture.</summary>
    /// <returns>When; null when the account is closed, or its key stands for another session: nothing was written.</returns>
    public async Task<DateTimeOffset?> CreateAsync(NewPhotoSession session, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (session.Idempotency is { } named)
        {
            await using var freeing = new NpgsqlBatch(connection, transaction);
            freeing.Add(LockSql, session.AccountId);
            freeing.Add(FreeKeySql, session.AccountId, named.Key);
            await freeing.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var opening = new NpgsqlBatch(connection, transaction);
        opening.Add(
            CreateSql,
            session.Id,
            session.AccountId,
            Parameter.Bytes(session.Client),
            session.Idle,
            Parameter.Text(session.Idempotency?.Key),
            Parameter.Bytes(session.Idempotency?.Fingerprint)
        );
        if (await opening.ExecuteScalarAsync(cancellationToken) is not DateTime createdAt)
        {
            return null;
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.AddUpload(session.AccountId, session.Input);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new DateTimeOffset(createdAt.ToUniversalTime());
    }

    /// <summary>Whether the account is closed, or gone.</summary>
    public Task<bool> IsClosedAsync(Guid accountId, CancellationToken cancellationToken) =>
        QueryAsync<bool>(
            "SELECT NOT EXISTS (SELECT FROM accounts WHERE id = @accountId AND closed_at IS NULL)",
            new { accountId },
            cancellationToken
        );

    /// <summary>The account's session that this key opened; null when there is none, it is over, or the key is a day old.</summary>
    public Task<KeyedUpload?> FindAsync(Guid accountId, string key, CancellationToken cancellationToken) =>
        QueryAsync<KeyedUpload?>(KeyedSql, new { accountId, key }, cancellationToken);

    /// <summary>The account's session; null when it is unknown, over, or another account's.</summary>
    public Task<PhotoSession?> FindAsync(Guid accountId, Guid sessionId, CancellationToken cancellationToken) =>
        QueryAsync<PhotoSession?>(
            $"{SelectSql} AND s.account_id = @accountId",
            new { accountId, sessionId },
            cancellationToken
        );

    /// <summary>The session, whoever's it is, for those who came with a signature; null when it is unknown or over.</summary>
    public Task<PhotoSession?> FindAsync(Guid sessionId, CancellationToken cancellationToken) =>
        QueryAsync<PhotoSession?>(SelectSql, new { sessionId }, cancellationToken);

    /// <summary>Notes that somebody works with the session; one that is over stays so.</summary>
    public Task TouchAsync(Guid sessionId, CancellationToken cancellationToken) =>
        ExecuteAsync(TouchSql, new { sessionId }, cancellationToken);

    /// <summary>Notes that its picture was downloaded: it goes so much later, unless something is made after that.</summary>
    public Task DownloadedAsync(Guid sessionId, TimeSpan life, CancellationToken cancellationToken) =>
        ExecuteAsync(DownloadSql, new { sessionId, life }, cancellationToken);

    /// <summary>The picture that was finished last in the session; null when there is none yet.</summary>
    /// <param name="imageId">This very one; null takes the last.</param>
    public Task<PhotoOutput?> FindOutputAsync(Guid sessionId, Guid? imageId, CancellationToken cancellationToken) =>
        QueryAsync<PhotoOutput?>(OutputSql, new { sessionId, imageId }, cancellationToken);

    private async Task<T?> QueryAsync<T>(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<T>(
            new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)
        );
    }

    private async Task ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }
}
