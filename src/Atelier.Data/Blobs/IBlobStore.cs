namespace Atelier.Data.Blobs;

/// <summary>
/// Files under keys such as <c>images/{generation}/{image}/original.png</c>. What was put is there whole or not at all. Every call
/// throws <see cref="IOException"/> while the place of the files is away.
/// </summary>
public interface IBlobStore
{
    /// <summary>Stores a file durably; an older one under the key is replaced.</summary>
    Task PutAsync(string key, ReadOnlyMemory<byte> bytes, BlobFacts facts, CancellationToken cancellationToken);

    /// <summary>Stores what <paramref name="write"/> writes, durably; when that fails, nothing is stored.</summary>
    Task PutAsync(
        string key,
        Func<Stream, CancellationToken, Task> write,
        BlobFacts facts,
        CancellationToken cancellationToken
    );

    /// <summary>The file, seekable; null when there is none. The caller disposes it.</summary>
    Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken);

    /// <summary>Stores a copy of a file with its facts, durably; an older one under <paramref name="to"/> is replaced.</summary>
    /// <exception cref="FileNotFoundException">There is no file to copy.</exception>
    Task CopyAsync(string from, string to, CancellationToken cancellationToken);

    /// <summary>Whether files can be written and read back now. Throws nothing.</summary>
    Task<bool> ProbeAsync(CancellationToken cancellationToken);

    /// <summary>Bytes that an answer of a provider could still have here; null where nobody can say.</summary>
    long? FreeBytes { get; }

    /// <summary>
    /// Folders so many levels below <paramref name="parent"/> in which nothing was written since <paramref name="moment"/>, as keys.
    /// Only folders whose names are ids, at each level.
    /// </summary>
    IAsyncEnumerable<string> UntouchedFoldersAsync(
        string parent,
        int depth,
        DateTimeOffset moment,
        CancellationToken cancellationToken
    );

    /// <summary>Deletes a file; nothing happens when there is none.</summary>
    Task DeleteAsync(string key, CancellationToken cancellationToken);

    /// <summary>Deletes everything below a folder; nothing happens when there is nothing, and a repeat goes on.</summary>
    Task DeleteFolderAsync(string folder, CancellationToken cancellationToken);

    /// <summary>An address at which anybody can read the file for a while, without us; null where there are none.</summary>
    /// <param name="life">From now, at most seven days.</param>
    /// <param name="downloadName">The name under which browsers save it; null leaves that to them.</param>
    Uri? Presign(string key, TimeSpan life, string? downloadName);
}
