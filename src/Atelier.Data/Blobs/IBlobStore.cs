namespace Atelier.Data.Blobs;

/// <summary>Files under keys such as <c>images/{generation}/{image}/original.png</c>. What was put is there whole or not at all.</summary>
public interface IBlobStore
{
    /// <summary>Stores a file durably; an older one under the key is replaced.</summary>
    Task PutAsync(string key, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Stores what <paramref name="write"/> writes, durably; when that fails, nothing is stored.</summary>
    Task PutAsync(string key, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken);

    /// <summary>The file, seekable; null when there is none. The caller disposes it.</summary>
    Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken);

    /// <summary>Whether files can be written and read back now.</summary>
    Task<bool> ProbeAsync(CancellationToken cancellationToken);

    /// <summary>Images of which nothing was written since <paramref name="moment"/>.</summary>
    IEnumerable<StoredImage> UntouchedSince(DateTimeOffset moment);

    /// <summary>Deletes all files of an image; nothing happens when there are none.</summary>
    void Delete(StoredImage image);

    /// <summary>Attempts whose answers lie in the spool and were not touched since <paramref name="moment"/>.</summary>
    IEnumerable<Guid> SpoolsUntouchedSince(DateTimeOffset moment);

    /// <summary>Deletes the spooled answer of an attempt; nothing happens when there is none.</summary>
    void DeleteSpool(Guid attemptId);
}
