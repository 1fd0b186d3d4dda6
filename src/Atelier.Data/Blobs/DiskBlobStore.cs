namespace Atelier.Data.Blobs;

/// <summary>Blobs in a folder: written to a temporary file, flushed to the disk, then renamed.</summary>
public sealed class DiskBlobStore : IBlobStore
{
    private const string TemporaryFolder = ".tmp";

    private readonly string _root;
    private readonly string _temporary;

    /// <param name="folder">Made when it is missing. Temporary files lie inside, so that a rename stays on one file system.</param>
    /// <param name="nodeId">Keeps the temporary files of nodes that share the folder apart.</param>
    public DiskBlobStore(string folder, Guid nodeId)
    {
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        _temporary = Path.Combine(_root, TemporaryFolder, nodeId.ToString());
        Directory.CreateDirectory(_temporary);
        // The node is only now starting, so these were left when it was killed.
        foreach (var file in Directory.EnumerateFiles(_temporary))
        {
            File.Delete(file);
        }
    }

    public Task PutAsync(string key, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        PutAsync(key, (file, cancel) => file.WriteAsync(bytes, cancel).AsTask(), cancellationToken);

    public async Task PutAsync(
        string key,
        Func<Stream, CancellationToken, Task> write,
        CancellationToken cancellationToken
    )
    {
        var path = PathOf(key);
        var folder = Path.GetDirectoryName(path)!;
        var temporary = Path.Combine(_temporary, Guid.CreateVersion7().ToString("N"));
        try
        {
            await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0))
            {
                await write(file, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            CreateDurably(folder);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        // The rename is durable only when the folder is.
        DirectorySync.Flush(folder);
    }

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<Stream?>(
                new FileStream(
                    PathOf(key),
                    FileMode.Open,
                    FileAccess.Read,
                    FileShare.Read,
                    64 * 1024,
                    FileOptions.Asynchronous
                )
            );
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // What is not there is a fact that money hangs on. A folder that is not mounted says nothing.
            return Directory.Exists(_temporary)
                ? Task.FromResult<Stream?>(null)
                : throw new IOException(
                    $"The folder of the pictures, {_root}, is not what it was at the start.",
                    exception
                );
        }
    }

    public async Task<bool> ProbeAsync(CancellationToken cancellationToken)
    {
        // A name of its own: a file that two probes write is empty for a moment, which the other would take for a failure.
        var probe = Path.Combine(_temporary, Guid.CreateVersion7().ToString("N"));
        try
        {
            await File.WriteAllBytesAsync(probe, [1], cancellationToken);
            var works = (await File.ReadAllBytesAsync(probe, cancellationToken)).Length == 1;
            File.Delete(probe);
            return works;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public IEnumerable<StoredImage> UntouchedSince(DateTimeOffset moment)
    {
        foreach (var generation in Folders(Path.Combine(_root, BlobKeys.Images)))
        {
            foreach (var image in Folders(generation.Path))
            {
                if (Directory.GetLastWriteTimeUtc(image.Path) < moment.UtcDateTime)
                {
                    yield return new StoredImage(generation.Id, image.Id);
                }
            }
        }
    }

    public void Delete(StoredImage image)
    {
        var generation = Path.Combine(_root, BlobKeys.Images, image.GenerationId.ToString());
        try
        {
            Directory.Delete(Path.Combine(generation, image.ImageId.ToString()), recursive: true);
            // Refused while another image of the generation is there.
            Directory.Delete(generation);
        }
        catch (IOException)
        {
            // Gone already, or not empty.
        }
    }

    public IEnumerable<Guid> SpoolsUntouchedSince(DateTimeOffset moment) =>
        Folders(Path.Combine(_root, BlobKeys.Spool))
            .Where(spool => Directory.GetLastWriteTimeUtc(spool.Path) < moment.UtcDateTime)
            .Select(spool => spool.Id);

    public void DeleteSpool(Guid attemptId)
    {
        try
        {
            Directory.Delete(Path.Combine(_root, BlobKeys.Spool, attemptId.ToString()), recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone already.
        }
    }

    // Only names that we gave: what else lies here is not ours to touch.
    private static IEnumerable<(string Path, Guid Id)> Folders(string parent) =>
        Directory.Exists(parent)
            ? Directory
                .EnumerateDirectories(parent)
                .Select(path => (path, Guid.TryParse(Path.GetFileName(path), out var id) ? id : Guid.Empty))
                .Where(folder => folder.Item2 != Guid.Empty)
            : [];

    // A new folder is durable when its parent is; what was there already was flushed by whoever made it.
    private static void CreateDurably(string folder)
    {
        if (!Directory.Exists(folder))
        {
            var parent = Path.GetDirectoryName(folder)!;
            CreateDurably(parent);
            Directory.CreateDirectory(folder);
            DirectorySync.Flush(parent);
        }
    }

    private string PathOf(string key)
    {
        var path = Path.GetFullPath(Path.Combine(_root, key));
        // Keys are built from ids, never from a caller's text; this holds should that ever change.
        return IsInside(path, _root) && !IsInside(path, Path.Combine(_root, TemporaryFolder))
            ? path
            : throw new ArgumentException($"'{key}' leads out of the blob folder.", nameof(key));
    }

    private static bool IsInside(string path, string folder) =>
        path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
