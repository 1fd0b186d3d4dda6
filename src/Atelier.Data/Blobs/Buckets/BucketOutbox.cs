namespace Atelier.Data.Blobs.Buckets;

/// <summary>
/// Answers that were paid for, durable on this node's own disk until the bucket has them: neither a bucket that is away nor a kill
/// loses one. Nobody reads here; what counts for all nodes is what lies in the bucket.
/// </summary>
internal sealed class BucketOutbox(
    string folder,
    Guid nodeId,
    Func<string, Stream, CancellationToken, Task> upload,
    TimeProvider time
)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly DiskBlobStore _disk = new(folder, nodeId);
    private volatile bool _closed;

    /// <summary>Whether a file is one that was paid for.</summary>
    public static bool Takes(string key) => key.StartsWith(BlobKeys.Spool + "/", StringComparison.Ordinal);

    /// <summary>Writes a file, and returns when the bucket has it, however long that takes.</summary>
    /// <param name="cancellationToken">For the writing. What is whole is sent, whoever loses patience.</param>
    public async Task PutAsync(
        string key,
        Func<Stream, CancellationToken, Task> write,
        CancellationToken cancellationToken
    )
    {
        await _disk.PutAsync(key, write, BlobFacts.Unnamed, cancellationToken);
        for (var pause = FirstPause; ; pause = pause < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await SendAsync(key, CancellationToken.None);
                return;
            }
            catch (Exception exception) when (exception is IOException || _closed)
            {
                // Once the node ends only its next start can send it. Until then nobody may hear that it failed, and pay again.
                await Task.Delay(_closed ? Timeout.InfiniteTimeSpan : pause, time, CancellationToken.None);
            }
        }
    }

    /// <summary>Sends what a node left that was killed.</summary>
    /// <exception cref="BucketException">The bucket is away; what is left stays.</exception>
    public async Task SendLeftAsync(CancellationToken cancellationToken)
    {
        foreach (var key in _disk.KeysByAge(BlobKeys.Spool))
        {
            await SendAsync(key, cancellationToken);
        }
    }

    /// <summary>What lies below a folder is no longer to be sent.</summary>
    public Task DeleteFolderAsync(string key, CancellationToken cancellationToken) =>
        _disk.DeleteFolderAsync(key, cancellationToken);

    public void Close() => _closed = true;

    private async Task SendAsync(string key, CancellationToken cancellationToken)
    {
        await using (var body = await _disk.OpenAsync(key, cancellationToken))
        {
            if (body is null)
            {
                // Deleted with its folder: nobody wants it any more.
                return;
            }

            await upload(key, body, cancellationToken);
        }

        _disk.Delete(key);
    }
}
