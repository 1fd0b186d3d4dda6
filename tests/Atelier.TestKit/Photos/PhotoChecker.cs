using System.Security.Cryptography;
using System.Text.Json;
using Atelier.Data.Blobs;
using Dapper;
using Npgsql;

namespace Atelier.TestKit.Photos;

/// <summary>
/// Holds rows and files of pictures against each other, with SQL of its own: every file that a row names is there with its hash,
/// and every folder belongs to a row. It believes nothing that the service says.
/// </summary>
public sealed class PhotoChecker(NpgsqlDataSource database, IBlobStore blobs)
{
    private const string RowsSql = """
        SELECT id, coalesce(folder, 'images/' || generation_id || '/' || id) AS folder, files::text AS files,
          clean::text AS clean
        FROM images WHERE deleted_at IS NULL AND files <> '{}'
        """;

    private const string OddSql = """
        SELECT 'session ' || id || ' is half cleaned' FROM photo_sessions WHERE state = 'cleaning'
        UNION ALL SELECT 'image ' || id || ' lies in a session and belongs to none' FROM images
          WHERE folder IS NOT NULL AND session_id IS NULL
        UNION ALL SELECT 'image ' || id || ' belongs to a session and lies elsewhere' FROM images
          WHERE session_id IS NOT NULL AND folder NOT LIKE 'sessions/' || session_id || '%'
        UNION ALL SELECT 'deleted upload ' || id FROM images
          WHERE generation_id IS NULL AND deleted_at IS NOT NULL
            AND NOT EXISTS (SELECT FROM photo_sessions s WHERE s.id = session_id AND s.state = 'cleaning')
        UNION ALL SELECT 'generation ' || id || ' has an address and no session' FROM generations
          WHERE client IS NOT NULL AND session_id IS NULL
        """;

    /// <summary>Everything that does not agree; empty when all does.</summary>
    public async Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken)
    {
        var wrong = new List<string>();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        wrong.AddRange(await connection.QueryAsync<string>(OddSql));
        var rows = (
            await connection.QueryAsync<(Guid Id, string Folder, string Files, string? Clean)>(RowsSql)
        ).AsList();
        foreach (var (id, folder, files, clean) in rows)
        {
            foreach (var file in JsonSerializer.Deserialize<JsonElement>(files).EnumerateObject())
            {
                await CheckFileAsync(id, folder, file.Value, wrong, cancellationToken);
            }

            if (clean is not null)
            {
                await CheckFileAsync(
                    id,
                    folder,
                    JsonSerializer.Deserialize<JsonElement>(clean),
                    wrong,
                    cancellationToken
                );
            }
        }

        var sessions = await connection.QueryAsync<Guid>("SELECT id FROM photo_sessions");
        await CheckFoldersAsync("sessions", 1, [.. sessions.Select(id => $"sessions/{id}")], wrong, cancellationToken);
        HashSet<string> known = [.. rows.Select(row => row.Folder)];
        await CheckFoldersAsync("sessions", 2, known, wrong, cancellationToken);
        await CheckFoldersAsync("images", 2, known, wrong, cancellationToken);
        return wrong;
    }

    /// <summary>What is left of a session and of the generations that were made in it, but the books; empty when nothing is.</summary>
    public async Task<IReadOnlyList<string>> LeftOfAsync(
        Guid sessionId,
        IReadOnlyCollection<Guid> generations,
        CancellationToken cancellationToken
    )
    {
        var left = new List<string>();
        await foreach (
            var folder in blobs.UntouchedFoldersAsync("sessions", 1, DateTimeOffset.MaxValue, cancellationToken)
        )
        {
            if (folder.Contains($"{sessionId}", StringComparison.Ordinal))
            {
                left.Add($"files in {folder}");
            }
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        left.AddRange(
            await connection.QueryAsync<string>(
                """
                SELECT 'the session' FROM photo_sessions WHERE id = @sessionId
                UNION ALL SELECT 'image ' || id FROM images
                  WHERE session_id = @sessionId OR folder LIKE 'sessions/' || @sessionId || '%'
                UNION ALL SELECT 'prompt of ' || id FROM generations WHERE id = ANY (@ids) AND prompt_id IS NOT NULL
                UNION ALL SELECT 'link of ' || id FROM generations
                  WHERE id = ANY (@ids) AND (session_id IS NOT NULL OR client IS NOT NULL OR fingerprint IS NOT NULL)
                UNION ALL SELECT 'prompt row ' || p.id FROM prompts p JOIN generations g ON g.prompt_id = p.id
                  WHERE g.id = ANY (@ids)
                """,
                new { sessionId, ids = generations.ToArray() }
            )
        );
        return left;
    }

    private async Task CheckFileAsync(
        Guid image,
        string folder,
        JsonElement file,
        List<string> wrong,
        CancellationToken cancellationToken
    )
    {
        var key = $"{folder}/{file.GetProperty("name").GetString()}";
        await using var stream = await blobs.OpenAsync(key, cancellationToken);
        if (stream is null)
        {
            wrong.Add($"image {image} promises {key}, which is not there");
        }
        else if (
            Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken))
            != file.GetProperty("sha256").GetString()
        )
        {
            wrong.Add($"{key} has not the hash it was stored with");
        }
    }

    private async Task CheckFoldersAsync(
        string parent,
        int depth,
        HashSet<string> known,
        List<string> wrong,
        CancellationToken cancellationToken
    )
    {
        await foreach (
            var folder in blobs.UntouchedFoldersAsync(parent, depth, DateTimeOffset.MaxValue, cancellationToken)
        )
        {
            if (!known.Contains(folder))
            {
                wrong.Add($"{folder} belongs to no row");
            }
        }
    }
}
