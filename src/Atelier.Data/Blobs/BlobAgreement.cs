using Atelier.Data.Secrets;
using Dapper;
using Npgsql;

namespace Atelier.Data.Blobs;

/// <summary>Makes sure that all nodes on a database keep their pictures in one place.</summary>
public static class BlobAgreement
{
    private const string FileName = "folder-id";

    /// <summary>The first node leaves an id in the folder and in the database; the others must find the same.</summary>
    /// <exception cref="InvalidOperationException">This folder is another than the one the database knows.</exception>
    public static async Task CheckAsync(NpgsqlDataSource database, string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, FileName);
        var mine = File.Exists(path) ? (await File.ReadAllTextAsync(path, cancellationToken)).Trim() : null;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var known = await connection.ExecuteScalarAsync<string?>(
            "SELECT value FROM settings WHERE name = 'blob_folder_id'"
        );
        if (known is null)
        {
            // Of nodes that start together one wins; the others compare with what it left.
            mine ??= Guid.CreateVersion7().ToString();
            known = await connection.ExecuteScalarAsync<string>(
                """
                INSERT INTO settings (name, value) VALUES ('blob_folder_id', @mine) ON CONFLICT (name) DO NOTHING;
                SELECT value FROM settings WHERE name = 'blob_folder_id'
                """,
                new { mine }
            );
            if (known == mine)
            {
                Directory.CreateDirectory(folder);
                PrivateFile.Write(path, mine);
            }
        }

        if (known != mine)
        {
            throw new InvalidOperationException(
                $"The pictures of this database do not lie in {folder}: set ATELIER_BLOBS to the folder that the other nodes use, "
                    + $"or, if it was moved here, bring its file {FileName} along."
            );
        }
    }
}
