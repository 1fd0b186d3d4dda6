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
        INSERT INTO photo_sessions (id, account_id, client, idle)
        SELECT $1, id, $3, $4 FROM (SELECT id FROM accounts WHERE id = $2 AND closed_at IS NULL FOR SHARE) open
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
    /// <returns>False when the account is closed; nothing was written.</returns>
    public async Task<bool> CreateAsync(NewPhotoSession session, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var opening = new NpgsqlBatch(connection, transaction);
        opening.Add(CreateSql, session.Id, session.AccountId, Parameter.Bytes(session.Client), session.Idle);
        if (await opening.ExecuteNonQueryAsync(cancellationToken) == 0)
        {
            return false;
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.AddUpload(session.AccountId, session.Input);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

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
