using Atelier.Data.Blobs;

namespace Atelier.Engine.Tests.Accounts;

/// <summary>A disk that is away when something is to be deleted, until a test gives it back.</summary>
internal sealed class BrokenBlobs(IBlobStore inner) : IBlobStore
{
    /// <summary>Deletions that still work.</summary>
    public int DeletesLeft { get; set; } = int.MaxValue;

    public void Delete(StoredImage image)
    {
        if (DeletesLeft-- <= 0)
        {
            throw new IOException("The disk is away.");
        }

        inner.Delete(image);
    }

    public Task PutAsync(string key, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        inner.PutAsync(key, bytes, cancellationToken);

    public Task PutAsync(
        string key,
        Func<Stream, CancellationToken, Task> write,
        CancellationToken cancellationToken
    ) => inner.PutAsync(key, write, cancellationToken);

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken) =>
        inner.OpenAsync(key, cancellationToken);

    public Task<bool> ProbeAsync(CancellationToken cancellationToken) => inner.ProbeAsync(cancellationToken);

    public IEnumerable<StoredImage> UntouchedSince(DateTimeOffset moment) => inner.UntouchedSince(moment);

    public IEnumerable<Guid> SpoolsUntouchedSince(DateTimeOffset moment) => inner.SpoolsUntouchedSince(moment);

    public void DeleteSpool(Guid attemptId) => inner.DeleteSpool(attemptId);
}
