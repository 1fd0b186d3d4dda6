using Atelier.Data.Blobs;

namespace Atelier.Engine.Tests.Accounts;

/// <summary>A disk that is away when something is to be deleted, until a test gives it back.</summary>
internal sealed class BrokenBlobs(IBlobStore inner) : IBlobStore
{
    /// <summary>Deletions that still work.</summary>
    public int DeletesLeft { get; set; } = int.MaxValue;

    public Task DeleteFolderAsync(string folder, CancellationToken cancellationToken)
    {
        // The spool's are as they were.
        if (folder.StartsWith(BlobKeys.Images, StringComparison.Ordinal) && DeletesLeft-- <= 0)
        {
            throw new IOException("The disk is away.");
        }

        return inner.DeleteFolderAsync(folder, cancellationToken);
    }

    public Task PutAsync(
        string key,
        ReadOnlyMemory<byte> bytes,
        BlobFacts facts,
        CancellationToken cancellationToken
    ) => inner.PutAsync(key, bytes, facts, cancellationToken);

    public Task PutAsync(
        string key,
        Func<Stream, CancellationToken, Task> write,
        BlobFacts facts,
        CancellationToken cancellationToken
    ) => inner.PutAsync(key, write, facts, cancellationToken);

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken) =>
        inner.OpenAsync(key, cancellationToken);

    public Task CopyAsync(string from, string to, CancellationToken cancellationToken) =>
        inner.CopyAsync(from, to, cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        inner.DeleteAsync(key, cancellationToken);

    public Task<bool> ProbeAsync(CancellationToken cancellationToken) => inner.ProbeAsync(cancellationToken);

    public IAsyncEnumerable<string> UntouchedFoldersAsync(
        string parent,
        int depth,
        DateTimeOffset moment,
        CancellationToken cancellationToken
    ) => inner.UntouchedFoldersAsync(parent, depth, moment, cancellationToken);

    public Uri? Presign(string key, TimeSpan life, string? downloadName) => inner.Presign(key, life, downloadName);
}
