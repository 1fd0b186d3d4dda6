using Atelier.Data.Blobs;

namespace Atelier.TestKit.Files;

/// <summary>A place for files that hands everything on; tests override what is to go wrong.</summary>
public abstract class PassingBlobs(IBlobStore inner) : IBlobStore
{
    public virtual Task PutAsync(
        string key,
        ReadOnlyMemory<byte> bytes,
        BlobFacts facts,
        CancellationToken cancellationToken
    ) => inner.PutAsync(key, bytes, facts, cancellationToken);

    public virtual Task PutAsync(
        string key,
        Func<Stream, CancellationToken, Task> write,
        BlobFacts facts,
        CancellationToken cancellationToken
    ) => inner.PutAsync(key, write, facts, cancellationToken);

    public virtual Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken) =>
        inner.OpenAsync(key, cancellationToken);

    public virtual Task CopyAsync(string from, string to, CancellationToken cancellationToken) =>
        inner.CopyAsync(from, to, cancellationToken);

    public virtual Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        inner.DeleteAsync(key, cancellationToken);

    public virtual Task DeleteFolderAsync(string folder, CancellationToken cancellationToken) =>
        inner.DeleteFolderAsync(folder, cancellationToken);

    public virtual long? FreeBytes => inner.FreeBytes;

    public Task<bool> ProbeAsync(CancellationToken cancellationToken) => inner.ProbeAsync(cancellationToken);

    public IAsyncEnumerable<string> UntouchedFoldersAsync(
        string parent,
        int depth,
        DateTimeOffset moment,
        CancellationToken cancellationToken
    ) => inner.UntouchedFoldersAsync(parent, depth, moment, cancellationToken);

    public Uri? Presign(string key, TimeSpan life, string? downloadName) => inner.Presign(key, life, downloadName);
}
