using Atelier.Data.Blobs.Buckets;
using Atelier.Data.Secrets;
using Dapper;
using Npgsql;

namespace Atelier.Data.Blobs;

/// <summary>Makes sure that all nodes on a database keep their pictures in one place.</summary>
public static class BlobAgreement
{
    private const string FileName = BucketClaim.FileName;

    private const string KnownSql = "SELECT value FROM settings WHERE name = 'blob_folder_id'";

    /// <summary>The first node leaves an id in the folder and in the database; the others must find the same.</summary>
    /// <exception cref="InvalidOperationException">This folder is another than the one the database knows.</exception>
    public static async Task CheckAsync(NpgsqlDataSource database, string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, FileName);
        var mine = File.Exists(path) ? (await File.ReadAllTextAsync(path, cancellationToken)).Trim() : null;
        var known = await KnownAsync(database, cancellationToken);
        if (known is null)
        {
            // Of nodes that start together one wins; the others compare with what it left.
            mine ??= Guid.CreateVersion7().ToString();
            known = await SettleAsync(database, mine, cancellationToken);
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

    /// <summary>The same for a bucket, which no other database may use: each would take the other's pictures for left behind.</summary>
    /// <exception cref="InvalidOperationException">It is another's, or another than the one the database knows.</exception>
    /// <exception cref="BucketException">It cannot be used.</exception>
    public static async Task CheckAsync(
        NpgsqlDataSource database,
        S3BlobStore bucket,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        // In this order: whoever leaves an id in the bucket has left it in the database before.
        var claim = new BucketClaim(bucket, time);
        var mine = await claim.ReadAsync(cancellationToken);
        var known = await KnownAsync(database, cancellationToken);
        var isNew = await IsNewAsync(database, cancellationToken);
        if (mine is null && isNew)
        {
            known = await SettleAsync(database, Guid.CreateVersion7().ToString(), cancellationToken);
            mine = await claim.TakeAsync(known, cancellationToken);
        }
        else if (mine is not null && isNew)
        {
            // Two may be taking it at this moment.
            mine = await claim.SettledAsync(mine, cancellationToken);
        }

        // Also of two that start together, and then whenever the one that lost is started again.
        if (mine is not null && known != mine && (known is null || isNew))
        {
            throw new InvalidOperationException(
                $"The bucket {bucket.Bucket} holds the pictures of another database: use another bucket or another "
                    + $"ATELIER_S3_PREFIX, or, if that database is gone for good, delete the object {FileName}."
            );
        }

        if (known is null || known != mine)
        {
            throw new InvalidOperationException(
                $"The pictures of this database do not lie in the bucket {bucket.Bucket}: use the store that the other nodes "
                    + $"use, or, if the pictures were moved here, bring the file {FileName} along."
            );
        }
    }

    private static async Task<string?> KnownAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<string?>(KnownSql);
    }

    private static async Task<string> SettleAsync(
        NpgsqlDataSource database,
        string mine,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var known = await connection.ExecuteScalarAsync<string>(
            $"""
            INSERT INTO settings (name, value) VALUES ('blob_folder_id', @mine) ON CONFLICT (name) DO NOTHING;
            {KnownSql}
            """,
            new { mine }
        );
        return known!;
    }

    // A database that promises no file yet is right about any place.
    private static async Task<bool> IsNewAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(
            "SELECT NOT EXISTS (SELECT 1 FROM generations) AND NOT EXISTS (SELECT 1 FROM images)"
        );
    }
}
