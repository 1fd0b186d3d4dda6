using Atelier.Data.Cluster;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Atelier.Data.Tests.Cluster;

/// <summary>What the tests of the cluster share.</summary>
public abstract class ClusterTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A place for clusters of unreachable data folders that is not the machine's own.</summary>
    internal static string SystemFolder(ScratchFolder scratch) => Path.Combine(scratch.Root, "system");

    internal static Task<PrivateCluster> StartAsync(ScratchFolder scratch) => StartAsync(scratch, scratch.Data);

    internal static Task<PrivateCluster> StartAsync(ScratchFolder scratch, string dataFolder) =>
        PrivateCluster.StartAsync(
            new PrivateClusterOptions { DataFolder = dataFolder, Durable = false },
            SystemFolder(scratch),
            TimeProvider.System,
            NullLogger.Instance,
            Cancel
        );

    internal static async Task<T?> AskAsync<T>(PrivateCluster cluster, string sql)
    {
        var address = new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(address.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T?)await command.ExecuteScalarAsync(Cancel);
    }

    internal static async Task EventuallyAsync(Func<bool> condition, string what)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Deadline, $"not within {Deadline}: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancel);
        }
    }

    internal static void RequireRoot() =>
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root runs PostgreSQL as another user.");
}
