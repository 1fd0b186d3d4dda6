using System.Text.Json;
using Atelier.Data.Connections;
using Atelier.Data.Images;
using Npgsql;

namespace Atelier.Data.Photos;

/// <summary>Takes pictures out of their session, so that they outlive it.</summary>
public sealed class PhotoKeepStore(NpgsqlDataSource database)
{
    // The account first, as every accept does. A session that is being cleaned has given its files up.
    private const string LockSql = """
        SELECT 1 FROM photo_sessions WHERE id = $1 AND state = 'active' FOR UPDATE
        """;

    private const string MoveSql = """
        UPDATE images SET folder = NULL, session_id = NULL, files = $4
        WHERE id = $1 AND folder = $2 AND files = $3 AND deleted_at IS NULL AND generation_id IS NOT NULL
        """;

    /// <summary>Says that a picture's files lie in the library from now on; they have been copied there.</summary>
    /// <param name="image">As it was when they were copied.</param>
    /// <param name="files">Their names in the library.</param>
    /// <returns>False when it has changed since, or its session goes; nothing was written.</returns>
    public async Task<bool> MoveAsync(
        ImageRow image,
        IReadOnlyDictionary<string, ImageFile> files,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var locks = new NpgsqlBatch(connection, transaction);
        locks.Add("SELECT 1 FROM accounts WHERE id = $1 FOR UPDATE", image.AccountId);
        locks.Add(LockSql, image.SessionId ?? Guid.Empty);
        await using (var reader = await locks.ExecuteReaderAsync(cancellationToken))
        {
            await reader.NextResultAsync(cancellationToken);
            if (!await reader.ReadAsync(cancellationToken))
            {
                return false;
            }
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(MoveSql, image.Id, image.Folder, Json(image.Files), Json(files));
        var moved = await batch.ExecuteNonQueryAsync(cancellationToken) > 0;
        await transaction.CommitAsync(cancellationToken);
        return moved;
    }

    private static NpgsqlParameter Json(IReadOnlyDictionary<string, ImageFile> files) =>
        Parameter.Json(JsonSerializer.Serialize(files, ImageJson.Options));
}
