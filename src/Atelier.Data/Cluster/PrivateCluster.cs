using Microsoft.Extensions.Logging;
using Npgsql;

namespace Atelier.Data.Cluster;

/// <summary>The PostgreSQL server the service runs for itself when no connection string is given.</summary>
public sealed class PrivateCluster : IAsyncDisposable
{
    /// <summary>Where clusters live whose data folder PostgreSQL's user cannot reach.</summary>
    internal const string SystemFolder = "/var/lib/atelier";

    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DataFolderLock _lock;
    private readonly Postmaster _postmaster;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private int _stopping;

    private PrivateCluster(DataFolderLock held, Postmaster postmaster, int major, TimeProvider time, ILogger logger)
    {
        (_lock, _postmaster, MajorVersion, _time, _logger) = (held, postmaster, major, time, logger);
    }

    /// <summary>The connection string of the database <c>atelier</c>, over the private socket.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The major version of the running server, 15 or newer.</summary>
    public int MajorVersion { get; }

    /// <summary>Completes when the server ended although nobody asked; never after <see cref="DisposeAsync"/>.</summary>
    public Task Exited => _exited.Task;

    internal int ProcessId => _postmaster.ProcessId;

    internal string Folder => _lock.Folder;

    /// <summary>
    /// Starts the cluster of a data folder, making it first when there is none, and waits until it answers.
    /// Throws <see cref="ClusterException"/> or <see cref="DataFolderInUseException"/>.
    /// </summary>
    public static Task<PrivateCluster> StartAsync(
        PrivateClusterOptions options,
        TimeProvider time,
        ILogger logger,
        CancellationToken cancellationToken
    ) => StartAsync(options, SystemFolder, time, logger, cancellationToken);

    internal static async Task<PrivateCluster> StartAsync(
        PrivateClusterOptions options,
        string systemFolder,
        TimeProvider time,
        ILogger logger,
        CancellationToken cancellationToken
    )
    {
        var dataFolder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.DataFolder));
        try
        {
            Directory.CreateDirectory(dataFolder);
            var home = await ClusterHome.PrepareAsync(dataFolder, systemFolder, logger, cancellationToken);
            // A lock of its own, because two data folders may hold links to the same cluster.
            var held = DataFolderLock.Acquire(home.Folder, "its private PostgreSQL");
            try
            {
                return await StartAsync(home, held, options, time, logger, cancellationToken);
            }
            catch
            {
                held.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ClusterException(
                $"The data folder {dataFolder} cannot hold a database ({e.Message}): "
                    + "give it to the user with chown, or set ATELIER_DATA to another folder.",
                e
            );
        }
    }

    /// <summary>Stops the server within seconds; open transactions are rolled back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _stopping, 1) != 0)
            return;
        await _postmaster.StopAsync(_time);
        SocketFolder.Remove(Folder);
        _lock.Dispose();
        ClusterLog.Stopped(_logger, Folder);
    }

    private static async Task<PrivateCluster> StartAsync(
        ClusterHome home,
        DataFolderLock held,
        PrivateClusterOptions options,
        TimeProvider time,
        ILogger logger,
        CancellationToken cancellationToken
    )
    {
        var installed = await PostgresInstallation.FindAllAsync(cancellationToken);
        var major = ClusterFiles.ReadMajor(home);
        var installation = PostgresInstallation.Choose(installed, major, home.Data);
        await LeftOvers.ClearAsync(home, time, logger, cancellationToken);
        if (major is null)
            await ClusterFiles.CreateAsync(home, installation, options.Durable, logger, cancellationToken);
        ClusterFiles.RotateLog(home);

        var socket = SocketFolder.Prepare(home);
        var connectionString = Address(socket);
        var postmaster = await Postmaster.StartAsync(ServerCommand.Describe(home, installation, socket, options));
        try
        {
            await Readiness.WaitAsync(postmaster, home, connectionString, time, cancellationToken);
        }
        catch
        {
            await postmaster.StopAsync(time);
            throw;
        }

        ClusterLog.Started(logger, home.Folder, installation.MajorVersion, postmaster.ProcessId);
        var cluster = new PrivateCluster(held, postmaster, installation.MajorVersion, time, logger)
        {
            ConnectionString = connectionString,
        };
        _ = cluster.WatchAsync();
        return cluster;
    }

    private async Task WatchAsync()
    {
        await _postmaster.Ended;
        if (Volatile.Read(ref _stopping) != 0)
            return;
        ClusterLog.Died(_logger, Folder);
        _exited.TrySetResult();
    }

    // Nothing to encrypt on a socket, and asking for GSS would load a library that slim containers lack.
    private static string Address(string socketFolder) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = socketFolder,
            Username = "atelier",
            Database = "atelier",
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;
}
