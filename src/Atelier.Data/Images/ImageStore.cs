using System.Text.Json;
using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Images;

/// <summary>Reads of images. Whoever asks must check the account or the signature.</summary>
public sealed class ImageStore(NpgsqlDataSource database)
{
    private const string SelectSql = """
        SELECT i.id, i.generation_id, i.account_id, a.url_epoch, i.provider, i.model, i.seed, i.width, i.height, i.format,
          i.files::text, i.created_at, i.candidate, i.expires_at, i.deleted_at, i.task_id, i.task_picture::int,
          i.clean IS NOT NULL, i.thumbhash, i.checks::text, i.session_id,
          coalesce(i.folder, 'images/' || i.generation_id || '/' || i.id), i.reduced_at IS NOT NULL,
          coalesce(i.wanted_at, i.created_at) < atelier.now() - interval '1 day',
          i.clean IS NOT NULL AND a.tier = 'free' AND NOT a.owner
        FROM images i JOIN accounts a ON a.id = i.account_id
        """;

    // What is in quarantine does not exist for anybody who shows pictures or makes new ones from them.
    private const string Shown = "i.quarantine IS NULL";

    /// <summary>The image; null when there is none of this id that may be shown.</summary>
    public async Task<ImageRow?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        (await QueryAsync($"{SelectSql} WHERE i.id = $1 AND {Shown}", id, cancellationToken)).SingleOrDefault();

    /// <summary>The image as it is now, when its files were moved since it was read; else null.</summary>
    public async Task<ImageRow?> FindMovedAsync(ImageRow before, CancellationToken cancellationToken) =>
        before.SessionId is not null
        && await FindAsync(before.Id, cancellationToken) is { } now
        && now.Folder != before.Folder
            ? now
            : null;

    /// <summary>A picture that waits for a person's decision, for that person alone; null when there is none of this id.</summary>
    public async Task<ImageRow?> FindParkedAsync(Guid id, CancellationToken cancellationToken) =>
        (
            await QueryAsync($"{SelectSql} WHERE i.id = $1 AND i.quarantine = 'parked'", id, cancellationToken)
        ).SingleOrDefault();

    /// <summary>All that wait for a person's decision, of these generations.</summary>
    public Task<IReadOnlyList<ImageRow>> ParkedOfAsync(
        IReadOnlyList<Guid> generationIds,
        CancellationToken cancellationToken
    ) =>
        QueryAsync(
            $"{SelectSql} WHERE i.generation_id = ANY($1) AND i.quarantine = 'parked'",
            generationIds.ToArray(),
            cancellationToken
        );

    /// <summary>All images of these generations that may be shown.</summary>
    public Task<IReadOnlyList<ImageRow>> OfGenerationsAsync(
        IReadOnlyList<Guid> generationIds,
        CancellationToken cancellationToken
    ) =>
        QueryAsync(
            $"{SelectSql} WHERE i.generation_id = ANY($1) AND {Shown}",
            generationIds.ToArray(),
            cancellationToken
        );

    /// <summary>
    /// The file of a marked image without the mark; null when it has none. For those who make new pictures from it, never for
    /// those who show it.
    /// </summary>
    public async Task<ImageFile?> FindCleanAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "SELECT clean::text FROM images WHERE id = $1 AND clean IS NOT NULL AND quarantine IS NULL"
        );
        command.Parameters.Add(new() { Value = id });
        return await command.ExecuteScalarAsync(cancellationToken) is string json
            ? JsonSerializer.Deserialize<ImageFile>(json, ImageJson.Options)
            : null;
    }

    /// <summary>Notes that somebody downloaded or used the image, so that it stays; at most once a day.</summary>
    /// <returns>False when its files in full size are gone, or about to go.</returns>
    public async Task<bool> NoteWantedAsync(ImageRow image, CancellationToken cancellationToken)
    {
        if (image.Deleted || image.Reduced || !image.NoteDue)
        {
            return !image.Deleted && !image.Reduced;
        }

        await using var command = database.CreateCommand(
            "UPDATE images SET wanted_at = atelier.now() WHERE id = $1 AND deleted_at IS NULL AND reduced_at IS NULL"
        );
        command.Parameters.Add(new() { Value = image.Id });
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Notes a file in full size that was made after the image was.</summary>
    /// <param name="folder">Where the file was put.</param>
    /// <returns>False when the image was deleted or moved meanwhile, or is to have thumbnails only: then the file must go.</returns>
    public async Task<bool> AddFileAsync(
        Guid id,
        string folder,
        string name,
        ImageFile file,
        CancellationToken cancellationToken
    )
    {
        await using var command = database.CreateCommand(
            """
            UPDATE images SET files = files || jsonb_build_object($2::text, $3::jsonb)
            WHERE id = $1 AND deleted_at IS NULL AND reduced_at IS NULL AND coalesce(folder, 'images/' || generation_id || '/' || id) = $4
            """
        );
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = name });
        command.Parameters.Add(Parameter.Json(JsonSerializer.Serialize(file, ImageJson.Options)));
        command.Parameters.Add(new() { Value = folder });
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Those of these ids whose files in full size are gone.</summary>
    public Task<IReadOnlySet<Guid>> DeletedAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        IdsAsync(
            """
            SELECT id FROM unnest($1) AS asked (id)
            WHERE NOT EXISTS (SELECT FROM images WHERE images.id = asked.id AND deleted_at IS NULL AND reduced_at IS NULL)
            """,
            ids,
            cancellationToken
        );

    /// <summary>
    /// Those of these ids of which no image has its files in the folder <see cref="Blobs.BlobKeys.Images"/>, or may be on the way there
    /// out of its session.
    /// </summary>
    public Task<IReadOnlySet<Guid>> MissingAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        IdsAsync(
            """
            SELECT id FROM unnest($1) AS asked (id)
            WHERE NOT EXISTS (SELECT FROM images
              WHERE images.id = asked.id AND deleted_at IS NULL AND (folder IS NULL OR session_id IS NOT NULL))
            """,
            ids,
            cancellationToken
        );

    private async Task<IReadOnlySet<Guid>> IdsAsync(
        string sql,
        IReadOnlyCollection<Guid> ids,
        CancellationToken cancellationToken
    )
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = ids.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new HashSet<Guid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(reader.GetGuid(0));
        }

        return found;
    }

    private async Task<IReadOnlyList<ImageRow>> QueryAsync(
        string sql,
        object parameter,
        CancellationToken cancellationToken
    )
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = parameter });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<ImageRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(
                new ImageRow(
                    reader.GetGuid(0),
                    reader.IsDBNull(1) ? null : reader.GetGuid(1),
                    reader.GetGuid(2),
                    reader.GetInt32(3),
                    reader.GetString(4),
                    reader.GetString(5),
                    reader.IsDBNull(6) ? null : reader.GetInt64(6),
                    reader.GetInt32(7),
                    reader.GetInt32(8),
                    reader.GetString(9),
                    JsonSerializer.Deserialize<Dictionary<string, ImageFile>>(reader.GetString(10), ImageJson.Options)!,
                    reader.GetFieldValue<DateTimeOffset>(11)
                )
                {
                    SessionId = reader.IsDBNull(20) ? null : reader.GetGuid(20),
                    Folder = reader.GetString(21),
                    Candidate = reader.GetBoolean(12),
                    ExpiresAt = reader.IsDBNull(13) ? null : reader.GetFieldValue<DateTimeOffset>(13),
                    Deleted = !reader.IsDBNull(14),
                    Reduced = reader.GetBoolean(22),
                    NoteDue = reader.GetBoolean(23),
                    TaskId = reader.IsDBNull(15) ? null : reader.GetString(15),
                    TaskPicture = reader.IsDBNull(16) ? null : reader.GetInt32(16),
                    Marked = reader.GetBoolean(17),
                    StaysMarked = reader.GetBoolean(24),
                    ThumbHash = reader.IsDBNull(18) ? null : reader.GetFieldValue<byte[]>(18),
                    Checks = reader.IsDBNull(19)
                        ? null
                        : JsonSerializer.Deserialize<Dictionary<string, string>>(
                            reader.GetString(19),
                            ImageJson.Options
                        ),
                }
            );
        }

        return rows;
    }
}
