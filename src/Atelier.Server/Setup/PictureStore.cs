using Atelier.Data.Blobs;
using Atelier.Data.Blobs.Buckets;
using Atelier.Engine.Working;
using Npgsql;

namespace Atelier.Server.Setup;

/// <summary>Opens the place of the pictures, and makes sure at the start that it works and that all nodes have the same.</summary>
internal static class PictureStore
{
    /// <exception cref="SettingsException">The bucket cannot be used; the text says why, and what to look at.</exception>
    public static async Task<IBlobStore> OpenAsync(
        ServerSettings settings,
        NpgsqlDataSource database,
        NodeIdentity node,
        CancellationToken cancellationToken
    )
    {
        if (settings.Bucket is not { } bucket)
        {
            await BlobAgreement.CheckAsync(database, settings.BlobFolder, cancellationToken);
            return new DiskBlobStore(settings.BlobFolder, node.Id);
        }

        var outgoing = Path.Combine(settings.DataFolder, "outgoing");
        var store = new S3BlobStore(bucket, outgoing, node.Id, TimeProvider.System);
        try
        {
            await store.CheckAsync(cancellationToken);
            await BlobAgreement.CheckAsync(database, store, TimeProvider.System, cancellationToken);
            await store.SendLeftAsync(cancellationToken);
            return store;
        }
        catch (BucketException exception)
        {
            store.Dispose();
            throw new SettingsException($"{exception.Message} {Hint(exception.Problem)}");
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private static string Hint(BucketProblem problem) =>
        problem switch
        {
            BucketProblem.Unreachable => "Look at the address of the store and at the way there.",
            BucketProblem.Refused => "Look at the access key, its secret, the region and what the key may do.",
            BucketProblem.Missing => "Make it, or look at its name.",
            BucketProblem.Corrupt => "Such a store must not be trusted with pictures.",
            _ => "Look at the store.",
        };
}
