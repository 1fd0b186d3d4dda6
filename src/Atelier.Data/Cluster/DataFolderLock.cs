using System.Text.Json;

namespace Atelier.Data.Cluster;

/// <summary>One process per data folder: an OS lock that the kernel frees even after SIGKILL.</summary>
public sealed class DataFolderLock : IDisposable
{
    // What the runtime reports when its own flock finds the file locked: errno EWOULDBLOCK.
    private const int WouldBlock = 11;

    private readonly FileStream _lock;
    private readonly string _holderPath;
    private bool _disposed;

    private DataFolderLock(string folder, FileStream lockFile)
    {
        Folder = folder;
        _lock = lockFile;
        _holderPath = HolderPath(folder);
    }

    /// <summary>The locked folder, as a full path.</summary>
    public string Folder { get; }

    /// <summary>
    /// Locks the folder (created when missing). The description is shown to a second start until the address is known.
    /// Throws <see cref="DataFolderInUseException"/> when another process, or this one, holds it.
    /// </summary>
    public static DataFolderLock Acquire(string folder, string description)
    {
        folder = Path.GetFullPath(folder);
        var lockFile = Open(folder);
        if (lockFile is null || !Posix.TryLock(lockFile.SafeFileHandle))
        {
            lockFile?.Dispose();
            throw new DataFolderInUseException(folder, ReadHolder(folder));
        }

        var held = new DataFolderLock(folder, lockFile);
        held.SetAddress(description);
        return held;
    }

    /// <summary>Tells later starts where this process answers, for example <c>http://127.0.0.1:5080</c>.</summary>
    public void SetAddress(string address)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var holder = new LockHolder(Environment.ProcessId, address);
        // A reader must never see half a file.
        var draft = _holderPath + ".new";
        File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(holder, LockHolderJson.Default.LockHolder));
        File.Move(draft, _holderPath, overwrite: true);
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        // The lock file itself stays: a process that waits for a removed file would lock nothing.
        if (Directory.Exists(Folder))
            File.Delete(_holderPath);
        _lock.Dispose();
    }

    // The runtime locks too, but an environment variable can switch that off, so we ask again ourselves.
    private static FileStream? Open(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, "lock");
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            return null;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new ClusterException(
                $"The data folder {folder} cannot be written by this user ({e.Message}): "
                    + "give it to the user with chown, or set ATELIER_DATA to another folder.",
                e
            );
        }
    }

    private static LockHolder? ReadHolder(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(HolderPath(folder)), LockHolderJson.Default.LockHolder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static string HolderPath(string folder) => Path.Combine(folder, "running.json");
}
