using Atelier.Data.Attempts;
using Atelier.Data.Blobs;
using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Erasing;

/// <summary>
/// The files of an account that is to be forgotten, in chunks: first no row promises a file any more, then the files go, and only
/// then the row forgets their names. A kill anywhere leaves rows that say what is still to be done.
/// </summary>
public sealed class ErasedFiles(NpgsqlDataSource database, IBlobStore blobs)
{
    private const int ChunkSize = 200;

    private const string ChunkSql = """
        SELECT id FROM generations WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3
        """;

    private const string MarkSql = """
        UPDATE images SET deleted_at = coalesce(deleted_at, atelier.now())
        WHERE generation_id = ANY ($1) AND files <> '{}'
        RETURNING coalesce(folder, 'images/' || generation_id || '/' || id)
        """;

    // What a call that has not ended brought is proof of its bill, and is still to be read.
    private const string AnswersSql = $"""
        SELECT a.id FROM attempts a
        WHERE a.generation_id = ANY ($1) AND a.stored_at IS NOT NULL AND NOT {AttemptReader.IsOpen}
        """;

    // The lease is renewed with each chunk.
    private const string ForgetSql = """
        WITH old AS (
          SELECT id, (SELECT count(*) FROM jsonb_object_keys(files)) + (clean IS NOT NULL)::int AS files
          FROM images WHERE generation_id = ANY ($2) AND files <> '{}' FOR UPDATE),
        emptied AS (
          UPDATE images i SET files = '{}', clean = NULL, thumbhash = NULL, seed = NULL, task_id = NULL, task_picture = NULL,
            folder = NULL, session_id = NULL
          FROM old WHERE i.id = old.id),
        sums AS (SELECT count(*) AS images, coalesce(sum(files), 0) AS files FROM old)
        UPDATE erasures SET state = 'erasing', next_at = atelier.now() + interval '2 minutes',
          removed = removed || jsonb_build_object(
            'images', coalesce((removed->>'images')::bigint, 0) + sums.images,
            'files', coalesce((removed->>'files')::bigint, 0) + sums.files)
        FROM sums WHERE account_id = $1
        """;

    private const string SessionsSql = """
        SELECT id FROM photo_sessions WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3
        """;

    private const string MarkUploadsSql = """
        UPDATE images SET deleted_at = coalesce(deleted_at, atelier.now())
        WHERE session_id = ANY ($1) AND generation_id IS NULL
        """;

    private const string ForgetUploadsSql = """
        WITH old AS (
          DELETE FROM images WHERE session_id = ANY ($2) AND generation_id IS NULL
          RETURNING (SELECT count(*) FROM jsonb_object_keys(files)) AS files),
        sums AS (SELECT count(*) AS images, coalesce(sum(files), 0) AS files FROM old)
        UPDATE erasures SET state = 'erasing', next_at = atelier.now() + interval '2 minutes',
          removed = removed || jsonb_build_object(
            'images', coalesce((removed->>'images')::bigint, 0) + sums.images,
            'files', coalesce((removed->>'files')::bigint, 0) + sums.files)
        FROM sums WHERE account_id = $1
        """;

    private const string MasksSql = """
        SELECT id FROM images WHERE account_id = $1 AND generation_id IS NULL AND session_id IS NULL AND id > $2
        ORDER BY id LIMIT $3
        """;

    private const string ForgetMasksSql = """
        WITH old AS (
          DELETE FROM images WHERE id = ANY ($2) AND generation_id IS NULL
          RETURNING (SELECT count(*) FROM jsonb_object_keys(files)) AS files),
        sums AS (SELECT count(*) AS images, coalesce(sum(files), 0) AS files FROM old)
        UPDATE erasures SET state = 'erasing', next_at = atelier.now() + interval '2 minutes',
          removed = removed || jsonb_build_object(
            'images', coalesce((removed->>'images')::bigint, 0) + sums.images,
            'files', coalesce((removed->>'files')::bigint, 0) + sums.files)
        FROM sums WHERE account_id = $1
        """;

    /// <summary>Deletes all of them; what was deleted before is passed over.</summary>
    /// <exception cref="IOException">The disk is away; called again, it goes on.</exception>
    public async Task DeleteAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var after = Guid.Empty;
        while (
            await connection.ReadIdsAsync(ChunkSql, [accountId, after, ChunkSize], cancellationToken)
                is { Count: > 0 } chunk
        )
        {
            var generations = chunk.ToArray();
            foreach (var folder in await MarkAsync(connection, generations, cancellationToken))
            {
                await blobs.DeleteFolderAsync(folder, cancellationToken);
            }

            foreach (var attempt in await connection.ReadIdsAsync(AnswersSql, [generations], cancellationToken))
            {
                await blobs.DeleteFolderAsync(BlobKeys.FolderOfSpool(attempt), cancellationToken);
            }

            await using var batch = new NpgsqlBatch(connection);
            batch.Add(ForgetSql, accountId, generations);
            await batch.ExecuteNonQueryAsync(cancellationToken);
            after = generations[^1];
        }

        await DeleteUploadsAsync(connection, accountId, cancellationToken);
        await DeleteMasksAsync(connection, accountId, cancellationToken);
    }

    // What was brought beside requests goes with none of them.
    private async Task DeleteMasksAsync(
        NpgsqlConnection connection,
        Guid accountId,
        CancellationToken cancellationToken
    )
    {
        while (
            await connection.ReadIdsAsync(MasksSql, [accountId, Guid.Empty, ChunkSize], cancellationToken)
                is { Count: > 0 } chunk
        )
        {
            foreach (var mask in chunk)
            {
                await blobs.DeleteFolderAsync(BlobKeys.FolderOfUpload(mask), cancellationToken);
            }

            await using var batch = new NpgsqlBatch(connection);
            batch.Add(ForgetMasksSql, accountId, chunk.ToArray());
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    // What was made in the sessions went with its generations.
    private async Task DeleteUploadsAsync(
        NpgsqlConnection connection,
        Guid accountId,
        CancellationToken cancellationToken
    )
    {
        var after = Guid.Empty;
        while (
            await connection.ReadIdsAsync(SessionsSql, [accountId, after, ChunkSize], cancellationToken)
                is { Count: > 0 } chunk
        )
        {
            var sessions = chunk.ToArray();
            await using var mark = new NpgsqlBatch(connection);
            mark.Add(MarkUploadsSql, sessions);
            await mark.ExecuteNonQueryAsync(cancellationToken);
            foreach (var session in sessions)
            {
                await blobs.DeleteFolderAsync(BlobKeys.FolderOfSession(session), cancellationToken);
            }

            await using var batch = new NpgsqlBatch(connection);
            batch.Add(ForgetUploadsSql, accountId, sessions);
            await batch.ExecuteNonQueryAsync(cancellationToken);
            after = sessions[^1];
        }
    }

    private static async Task<List<string>> MarkAsync(
        NpgsqlConnection connection,
        Guid[] generations,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(MarkSql, generations);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var folders = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            folders.Add(reader.GetString(0));
        }

        return folders;
    }
}
