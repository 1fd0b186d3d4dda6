using Atelier.Data.Cluster;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Atelier.TestKit.Postgres;

/// <summary>The cluster of this process, in a folder of its own: in memory where there is room, or under /tmp.</summary>
internal sealed class TestServer
{
    private const string FolderPrefix = "atelier-test-";

    // Hundreds of databases come and go, and a disk looks for a place for each of their files.
    private const string Memory = "/dev/shm";
    private const string MemoryState = "/proc/meminfo";

    private const UnixFileMode Passable =
        UnixFileMode.UserRead
        | UnixFileMode.UserWrite
        | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherExecute;

    private readonly PrivateCluster _cluster;
    private readonly DataFolderLock _folder;

    private TestServer(PrivateCluster cluster, DataFolderLock folder) => (_cluster, _folder) = (cluster, folder);

    public static async Task<TestServer> StartAsync()
    {
        Sweep();
        // Not a temporary folder of the runtime: those are closed to PostgreSQL's user when the tests run as root.
        var folder = DataFolderLock.Acquire($"{Root()}/{FolderPrefix}{Guid.CreateVersion7():N}", "a test run");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.Folder, Passable);
        var options = new PrivateClusterOptions
        {
            DataFolder = folder.Folder,
            Durable = false,
            Settings = new Dictionary<string, string> { ["max_connections"] = "400", ["max_wal_size"] = "1GB" },
        };
        var cluster = await PrivateCluster.StartAsync(options, TimeProvider.System, NullLogger.Instance, default);
        var server = new TestServer(cluster, folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Remove();
        return server;
    }

    public string AddressOf(string database, bool pooling) =>
        new NpgsqlConnectionStringBuilder(_cluster.ConnectionString)
        {
            Database = database,
            Pooling = pooling,
            IncludeErrorDetail = true,
        }.ConnectionString;

    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(_cluster.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private void Remove()
    {
        // The process ends when this handler returns, so nobody can await it.
        _cluster.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _folder.Dispose();
        Directory.Delete(_folder.Folder, recursive: true);
    }

    private static string Root() =>
        Directory.Exists(Memory)
        && File.Exists(MemoryState)
        && MemoryRoom.Suffices(new DriveInfo(Memory).AvailableFreeSpace, File.ReadAllText(MemoryState))
            ? Memory
            : "/tmp";

    // A killed test process leaves its folder; its PostgreSQL was stopped by the kernel.
    private static void Sweep()
    {
        // A young folder may belong to a run that has not locked it yet.
        var young = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        var roots = new[] { Memory, "/tmp" }.Where(Directory.Exists);
        foreach (var folder in roots.SelectMany(root => Directory.EnumerateDirectories(root, FolderPrefix + "*")))
        {
            if (Directory.GetLastWriteTimeUtc(folder) > young)
                continue;
            try
            {
                using (DataFolderLock.Acquire(folder, "removing a test run"))
                using (DataFolderLock.Acquire(Path.Combine(folder, "postgres"), "removing a test run"))
                    Directory.Delete(folder, recursive: true);
            }
            catch (Exception e)
                when (e is DataFolderInUseException or ClusterException or IOException or UnauthorizedAccessException)
            {
                // It is in use, or another user's.
            }
        }
    }
}
