using System.Security.Cryptography;
using System.Text.Json;
using Atelier.Bench.Photos.Serving;
using Dapper;

namespace Atelier.Bench.Photos.Checking;

/// <summary>Compares rows and files with SQL of its own: each row's files are there as it says, and each file has a row.</summary>
internal static class PhotoAudit
{
    private const string ImagesSql = """
        SELECT id AS Id, coalesce(folder, 'images/' || generation_id || '/' || id) AS Folder, files::text AS Files, clean::text AS Clean
        FROM atelier.images WHERE deleted_at IS NULL
        """;

    /// <summary>What does not fit; empty when all does.</summary>
    /// <param name="orphans">Whether files without a row are one: while work goes on, and before a sweep, they are not.</param>
    public static async Task<List<string>> RunAsync(House house, bool orphans)
    {
        var problems = new List<string>();
        var known = new HashSet<string>();
        await using (var connection = await house.Data.OpenConnectionAsync())
        {
            foreach (var row in await connection.QueryAsync<Row>(ImagesSql))
            {
                Check(house.Blobs, row, known, problems);
            }
        }

        if (orphans)
        {
            problems.AddRange(FilesOf(house.Blobs).Except(known).Select(file => $"no row knows the file {file}"));
        }

        return problems;
    }

    /// <summary>Files of pictures, sessions and answers; not what nodes keep for themselves.</summary>
    public static IEnumerable<string> FilesOf(string blobs) =>
        Directory.Exists(blobs)
            ? Directory
                .EnumerateFiles(blobs, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(blobs, path))
                // By which nodes see that they share the folder.
                .Where(file => file != "folder-id")
            : [];

    private static void Check(string blobs, Row row, HashSet<string> known, List<string> problems)
    {
        using var files = JsonDocument.Parse(row.Files);
        using var clean = JsonDocument.Parse(row.Clean ?? "null");
        var all = files.RootElement.EnumerateObject().Select(file => file.Value);
        foreach (var file in row.Clean is null ? all : all.Append(clean.RootElement))
        {
            var key = $"{row.Folder}/{file.GetProperty("name").GetString()}";
            known.Add(key);
            var path = Path.Combine(blobs, key);
            if (!File.Exists(path))
            {
                problems.Add($"image {row.Id}: {key} is not there");
            }
            else if (Hash(path) != file.GetProperty("sha256").GetString())
            {
                problems.Add($"image {row.Id}: {key} is not what was stored");
            }
        }
    }

    private static string Hash(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private sealed record Row(Guid Id, string Folder, string Files, string? Clean);
}
