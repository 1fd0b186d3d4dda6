using System.Text.Json;
using Npgsql;

namespace Atelier.Data.Images;

/// <summary>Lets pictures go that nobody wanted for long (requirement C-63). What was decided outlives a node that is killed.</summary>
public sealed class RetentionStore(NpgsqlDataSource database)
{
    private const string Kept =
        "deleted_at IS NULL AND expires_at IS NULL AND session_id IS NULL AND quarantine IS NULL";

    private const string Folder = "coalesce(folder, 'images/' || generation_id || '/' || id)";

    // Locked rows are another node's, or just being chosen; they come again.
    private const string ReduceSql = $"""
        UPDATE images SET reduced_at = atelier.now() WHERE id IN (
          SELECT id FROM images
          WHERE {Kept} AND coalesce(wanted_at, created_at) < atelier.now() - $1 AND reduced_at IS NULL
          ORDER BY coalesce(wanted_at, created_at) LIMIT $2 FOR UPDATE SKIP LOCKED)
        """;

    // Those that failed have a time that is still to come, so that they are behind all others and each has its turn.
    private const string ReducingSql = $"""
        SELECT id, {Folder}, files::text, clean::text FROM images
        WHERE reduced_at IS NOT NULL AND NOT reduced AND deleted_at IS NULL AND NOT id = ANY ($2)
          AND (reduced_at > atelier.now()) = $3
        ORDER BY reduced_at LIMIT $1
        """;

    private const string FailedSql =
        "UPDATE images SET reduced_at = atelier.now() + interval '1 year' WHERE id = $1 AND NOT reduced";

    private const string ReducedSql = "UPDATE images SET reduced = true, clean = NULL WHERE id = $1";

    private const string EndSql = $"""
        UPDATE images SET deleted_at = atelier.now() WHERE id IN (
          SELECT id FROM images WHERE {Kept} AND coalesce(wanted_at, created_at) < atelier.now() - $1
          ORDER BY coalesce(wanted_at, created_at) LIMIT $2 FOR UPDATE SKIP LOCKED)
        RETURNING {Folder}
        """;

    /// <summary>From now on only thumbnails are to be had of pictures that nobody wanted for so long.</summary>
    /// <returns>How many were met.</returns>
    public async Task<int> ReduceAsync(TimeSpan unwanted, int most, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ReduceSql);
        command.Parameters.Add(new() { Value = unwanted });
        command.Parameters.Add(new() { Value = most });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Pictures whose files in full size are still to be deleted.</summary>
    /// <param name="except">Those that were tried already.</param>
    /// <param name="failed">Whether those whose files could not be deleted before, or those not tried yet.</param>
    public async Task<IReadOnlyList<ReducedImage>> ReducingAsync(
        int most,
        IReadOnlyCollection<Guid> except,
        bool failed,
        CancellationToken cancellationToken
    )
    {
        await using var command = database.CreateCommand(ReducingSql);
        command.Parameters.Add(new() { Value = most });
        command.Parameters.Add(new() { Value = except.ToArray() });
        command.Parameters.Add(new() { Value = failed });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<ReducedImage>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var files = Read<Dictionary<string, ImageFile>>(reader.GetString(2))
                .Where(file => !ReducedImage.Stays(file.Key))
                .Select(file => file.Value.Name);
            var clean = reader.IsDBNull(3) ? [] : new[] { Read<ImageFile>(reader.GetString(3)).Name };
            found.Add(new ReducedImage(reader.GetGuid(0), reader.GetString(1), [.. files, .. clean]));
        }

        return found;
    }

    /// <summary>Notes that its files in full size are gone.</summary>
    public Task ReducedAsync(Guid imageId, CancellationToken cancellationToken) =>
        NoteAsync(ReducedSql, imageId, cancellationToken);

    /// <summary>Notes that its files in full size could not be deleted: it comes again behind all others.</summary>
    public Task FailedAsync(Guid imageId, CancellationToken cancellationToken) =>
        NoteAsync(FailedSql, imageId, cancellationToken);

    /// <summary>Notes that nothing is to be had any more of pictures that nobody wanted for so long.</summary>
    /// <returns>The folders whose files may go. What a killed node leaves of them is an orphan.</returns>
    public async Task<IReadOnlyList<string>> EndAsync(TimeSpan unwanted, int most, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(EndSql);
        command.Parameters.Add(new() { Value = unwanted });
        command.Parameters.Add(new() { Value = most });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var folders = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            folders.Add(reader.GetString(0));
        }

        return folders;
    }

    private async Task NoteAsync(string sql, Guid imageId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = imageId });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, ImageJson.Options)!;
}
