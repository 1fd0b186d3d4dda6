using Atelier.Data.Blobs;
using Atelier.Data.Cluster;
using Atelier.Data.Migrations;
using Atelier.Data.Secrets;
using Atelier.Engine.Working;
using Npgsql;

namespace Atelier.Server.Setup;

/// <summary>What must be there before the host is built: the data folder under our lock, the database, the secret.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly DataFolderLock _lock;
    private readonly PrivateCluster? _cluster;

    private Installation(
        DataFolderLock folderLock,
        PrivateCluster? cluster,
        NpgsqlDataSource database,
        MasterSecret secret,
        NodeIdentity node,
        IBlobStore blobs
    )
    {
        _lock = folderLock;
        _cluster = cluster;
        Database = database;
        Secret = secret;
        Node = node;
        Blobs = blobs;
    }

    public NpgsqlDataSource Database { get; }

    public MasterSecret Secret { get; }

    public NodeIdentity Node { get; }

    public IBlobStore Blobs { get; }

    /// <summary>Completes when the private database died by itself; never without one.</summary>
    public Task DatabaseExited =>
        _cluster?.Exited ?? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);

    /// <summary>Takes the data folder, starts or finds the database and brings its schema up to date.</summary>
    public static async Task<Installation> OpenAsync(
        ServerSettings settings,
        ILoggerFactory loggers,
        CancellationToken cancellationToken
    )
    {
        Directory.CreateDirectory(settings.DataFolder);
        var folderLock = DataFolderLock.Acquire(settings.DataFolder, settings.Urls);
        PrivateCluster? cluster = null;
        NpgsqlDataSource? database = null;
        try
        {
            cluster = settings.Database is null ? await StartClusterAsync(settings, loggers, cancellationToken) : null;
            database = Atelier.Data.Connections.Database.Open(settings.Database ?? cluster!.ConnectionString);
            await Migrator.MigrateAsync(database, cancellationToken);
            var secret = await SecretSource.ReadAsync(settings, database, cancellationToken);
            await SecretAgreement.CheckAsync(database, secret, cancellationToken);
            var node = NodeIdentity.FromFile(Path.Combine(settings.DataFolder, "node"));
            var blobs = await PictureStore.OpenAsync(settings, database, node, cancellationToken);
            return new Installation(folderLock, cluster, database, secret, node, blobs);
        }
        catch
        {
            await DisposeAsync(database, cluster, folderLock);
            throw;
        }
    }

    /// <summary>Leaves word of where we listen, for whoever starts a second time.</summary>
    public void Announce(string url) => _lock.SetAddress(url);

    public ValueTask DisposeAsync()
    {
        (Blobs as IDisposable)?.Dispose();
        return DisposeAsync(Database, _cluster, _lock);
    }

    private static Task<PrivateCluster> StartClusterAsync(
        ServerSettings settings,
        ILoggerFactory loggers,
        CancellationToken cancellationToken
    ) =>
        PrivateCluster.StartAsync(
            new PrivateClusterOptions { DataFolder = settings.DataFolder },
            TimeProvider.System,
            loggers.CreateLogger<PrivateCluster>(),
            cancellationToken
        );

    private static async ValueTask DisposeAsync(
        NpgsqlDataSource? database,
        PrivateCluster? cluster,
        DataFolderLock folderLock
    )
    {
        if (database is not null)
        {
            await database.DisposeAsync();
        }

        if (cluster is not null)
        {
            await cluster.DisposeAsync();
        }

        folderLock.Dispose();
    }
}
