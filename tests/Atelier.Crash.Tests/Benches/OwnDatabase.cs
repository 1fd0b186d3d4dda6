using Atelier.Data.Cluster;
using Atelier.Data.Connections;
using Atelier.Data.Migrations;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Atelier.Crash.Tests.Benches;

/// <summary>A server of its own, which can be stopped and started.</summary>
internal sealed class OwnDatabase : ICrashDatabase
{
    private const UnixFileMode Passable =
        UnixFileMode.UserRead
        | UnixFileMode.UserWrite
        | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherExecute;

    private readonly PrivateClusterOptions _options;
    private PrivateCluster _cluster;

    private OwnDatabase(PrivateClusterOptions options, PrivateCluster cluster) =>
        (_options, _cluster) = (options, cluster);

    public string ConnectionString => _cluster.ConnectionString;

    public static async Task<ICrashDatabase> OpenAsync(CancellationToken cancellationToken)
    {
        // Not a temporary folder of the runtime: those are closed to PostgreSQL's user when the tests run as root.
        var folder = Directory.CreateDirectory($"/tmp/atelier-crash-{Guid.CreateVersion7():N}").FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, Passable);
        }

        // What was committed must outlive an orderly stop, which it does without waiting for the disk.
        var options = new PrivateClusterOptions { DataFolder = folder, Durable = false };
        var cluster = await StartAsync(options, cancellationToken);
        await using (var data = Database.Open(cluster.ConnectionString))
        {
            await Migrator.MigrateAsync(data, cancellationToken);
        }

        return new OwnDatabase(options, cluster);
    }

    public async Task StopAsync() => await _cluster.DisposeAsync();

    public async Task StartAsync() => _cluster = await StartAsync(_options, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await _cluster.DisposeAsync();
        Directory.Delete(_options.DataFolder, recursive: true);
    }

    private static Task<PrivateCluster> StartAsync(
        PrivateClusterOptions options,
        CancellationToken cancellationToken
    ) => PrivateCluster.StartAsync(options, TimeProvider.System, NullLogger.Instance, cancellationToken);
}
