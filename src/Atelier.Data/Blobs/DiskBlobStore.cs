namespace Atelier.Data.Blobs;

/// <summary>Blobs in a folder: written to a temporary file, flushed to the disk, then renamed.</summary>
public sealed class DiskBlobStore : IBlobStore
{
    private const string TemporaryFolder = ".tmp";

    // Where one writes into a folder that another deletes: more than a picture has files.
    private const int MostTries = 50;

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

    public Task PutAsync(
        string key,
        ReadOnlyMemory<byte> bytes,
        BlobFacts facts,
        CancellationToken cancellationToken
    ) => PutAsync(key, (file, cancel) => file.WriteAsync(bytes, cancel).AsTask(), facts, cancellationToken);

    public async Task PutAsync(
        string key,
        Func<Stream, CancellationToken, Task> write,
        BlobFacts facts,
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

            MoveInto(folder, temporary, path);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        try
        {
            // The rename is durable only when the folder is.
            DirectorySync.Flush(folder);
        }
        catch (DirectoryNotFoundException exception)
        {
            // Somebody has deleted it, with what was there.
            RequireMounted(exception);
        }
    }

    private static void MoveInto(string folder, string temporary, string path)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                CreateDurably(folder);
                File.Move(temporary, path, overwrite: true);
                return;
            }
            catch (IOException) when (tries < MostTries && File.Exists(temporary))
            {
                // Somebody deletes it at this moment, and somebody else makes it again: there is no telling that from the error.
            }
        }
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
            // What is not there is a fact that money hangs on.
            RequireMounted(exception);
            return Task.FromResult<Stream?>(null);
        }
    }

    public async Task CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        await using var source =
            await OpenAsync(from, cancellationToken) ?? throw new FileNotFoundException($"There is no {from} to copy.");
        await PutAsync(to, (file, cancel) => source.CopyToAsync(file, cancel), BlobFacts.Unnamed, cancellationToken);
    }

    public long? FreeBytes => FreeSpace.Of(_root);

    public async Task<bool> ProbeAsync(CancellationToken cancellationToken)
    {
        // A name of its own: a file that two probes write is empty for a moment, which the other would take for a failure.
        var probe = Path.Combine(_temporary, Guid.CreateVersion7().ToString("N"));
        try
        {
            try
            {
                await File.WriteAllBytesAsync(probe, [1], cancellationToken);
                return (await File.ReadAllBytesAsync(probe, cancellationToken)).Length == 1;
            }
            finally
            {
                // On a full disk the empty file is there all the same.
                File.Delete(probe);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public IAsyncEnumerable<string> UntouchedFoldersAsync(
        string parent,
        int depth,
        DateTimeOffset moment,
        CancellationToken cancellationToken
    )
    {
        RequireMounted();
        return Enumerable
            .Range(0, depth)
            .Aggregate<int, IEnumerable<string>>([PathOf(parent)], (folders, _) => folders.SelectMany(Named))
            .Where(folder => LastWrite(folder) < moment.UtcDateTime)
            .Select(folder => Path.GetRelativePath(_root, folder))
            .ToAsyncEnumerable();
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        // Who is told that a file is gone forgets its name.
        RequireMounted();
        var path = PathOf(key);
        if (File.Exists(path))
        {
            Delete(key);
        }

        return Task.CompletedTask;
    }

    public Task DeleteFolderAsync(string folder, CancellationToken cancellationToken)
    {
        // Who is told that files are gone forgets their names.
        RequireMounted();
        var path = PathOf(folder);
        DeleteTree(path);

        // The folder of a generation or a session goes with the last that lay in it.
        if (Path.GetDirectoryName(path) is { } parent && IsNamed(parent) && IsInside(parent, _root))
        {
            try
            {
                Directory.Delete(parent);
            }
            catch (IOException)
            {
                // Gone already, or not empty.
            }
        }

        return Task.CompletedTask;
    }

    public Uri? Presign(string key, TimeSpan life, string? downloadName) => null;

    /// <summary>Deletes a file; its folder goes with the last.</summary>
    internal void Delete(string key)
    {
        var path = PathOf(key);
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody was faster.
            return;
        }

        try
        {
            Directory.Delete(Path.GetDirectoryName(path)!);
        }
        catch (IOException)
        {
            // Gone already, or not empty.
        }
    }

    /// <summary>The keys of all files below a folder, those written first before the others.</summary>
    internal IReadOnlyList<string> KeysByAge(string parent) =>
        Directory.Exists(PathOf(parent))
            ?
            [
                .. Directory
                    .EnumerateFiles(PathOf(parent), "*", SearchOption.AllDirectories)
                    .OrderBy(File.GetLastWriteTimeUtc)
                    .Select(path => Path.GetRelativePath(_root, path)),
            ]
            : [];

    private static void DeleteTree(string path)
    {
        for (var tries = 1; Directory.Exists(path); tries++)
        {
            try
            {
                Directory.Delete(path, recursive: true);
                return;
            }
            catch (IOException) when (tries < MostTries || !Directory.Exists(path))
            {
                // Another node was faster with it or with what lay in it; or somebody put a file there after it was looked
                // through: whoever does so for long has more than a picture's files.
            }
        }
    }

    // A write shows in the folder it was made in, not in those above.
    private static DateTime LastWrite(string folder)
    {
        try
        {
            return Directory
                .EnumerateDirectories(folder, "*", SearchOption.AllDirectories)
                .Append(folder)
                .Max(Directory.GetLastWriteTimeUtc);
        }
        catch (DirectoryNotFoundException)
        {
            // It goes while we look.
            return DateTime.MaxValue;
        }
    }

    // Only names that we gave: what else lies here is not ours to touch.
    private static IEnumerable<string> Named(string parent)
    {
        try
        {
            return Directory.EnumerateDirectories(parent).Where(IsNamed);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static bool IsNamed(string path) => Guid.TryParseExact(Path.GetFileName(path), "D", out _);

    // A folder that is not mounted says nothing about what lies in it.
    private void RequireMounted(Exception? exception = null)
    {
        if (!Directory.Exists(_temporary))
        {
            throw new IOException($"The folder of the pictures, {_root}, is not what it was at the start.", exception);
        }
    }

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
