using Atelier.Data.Cluster;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atelier.Data.Tests.Cluster;

public sealed class PrivateClusterTests : ClusterTests
{
    [Fact]
    public async Task StartAsync_SecondStart_KeepsData()
    {
        using var scratch = new ScratchFolder();
        await using (var first = await StartAsync(scratch))
        {
            Assert.InRange(first.MajorVersion, 15, 99);
            Assert.Equal("UTF8", await AskAsync<string>(first, "SHOW server_encoding"));
            Assert.Equal("on", await AskAsync<string>(first, "SHOW data_checksums"));
            Assert.Equal("", await AskAsync<string>(first, "SHOW listen_addresses"));
            await AskAsync<object>(first, "CREATE TABLE kept AS SELECT 42 AS value");
        }

        await using var second = await StartAsync(scratch);

        Assert.Equal(42, await AskAsync<int>(second, "SELECT value FROM kept"));
    }

    [Fact]
    public async Task StartAsync_Settings_ReachTheServer()
    {
        using var scratch = new ScratchFolder();
        var options = new PrivateClusterOptions
        {
            DataFolder = scratch.Data,
            Settings = new Dictionary<string, string> { ["work_mem"] = "7MB", ["max_connections"] = "33" },
        };

        await using var cluster = await PrivateCluster.StartAsync(
            options,
            TimeProvider.System,
            NullLogger.Instance,
            Cancel
        );

        Assert.Equal("7MB", await AskAsync<string>(cluster, "SHOW work_mem"));
        Assert.Equal("33", await AskAsync<string>(cluster, "SHOW max_connections"));
        Assert.Equal("on", await AskAsync<string>(cluster, "SHOW fsync"));
    }

    [Fact]
    public async Task StartAsync_OurEnvironment_ReachesNoProcessOfTheCluster()
    {
        const string Canary = "canary-of-the-environment";
        Environment.SetEnvironmentVariable("ATELIER_CANARY", Canary);
        using var scratch = new ScratchFolder();

        await using var cluster = await StartAsync(scratch);

        var processes = ServerProcesses.WorkingIn(scratch.Database);
        Assert.NotEmpty(processes);
        var environments = new List<string>();
        foreach (var process in processes)
        {
            try
            {
                environments.Add(await File.ReadAllTextAsync($"/proc/{process}/environ", Cancel));
            }
            catch (IOException)
            {
                // Some of the cluster's children live for moments only.
            }
        }

        // The first process keeps what it was given; its children write their titles there.
        Assert.Contains(environments, text => text.Split('\0').Contains("LC_ALL=C"));
        Assert.All(environments, text => Assert.DoesNotContain(Canary, text, StringComparison.Ordinal));
        Assert.Equal(["LC_ALL", "PATH"], Tool.Describe(["sh"]).Environment.Keys.Order());
    }

    [Fact]
    public async Task DisposeAsync_Running_EndsEveryProcess()
    {
        using var scratch = new ScratchFolder();
        var cluster = await StartAsync(scratch);
        Assert.NotEmpty(ServerProcesses.WorkingIn(scratch.Database));

        await cluster.DisposeAsync();

        Assert.Empty(ServerProcesses.WorkingIn(scratch.Database));
        Assert.False(cluster.Exited.IsCompleted);
    }

    [Fact]
    public async Task StartAsync_SecondInSameFolder_SaysWhoRuns()
    {
        using var scratch = new ScratchFolder();
        await using var cluster = await StartAsync(scratch);

        var refused = await Assert.ThrowsAsync<DataFolderInUseException>(() => StartAsync(scratch));

        Assert.Equal(Environment.ProcessId, refused.ProcessId);
        Assert.Equal(1L, await AskAsync<long>(cluster, "SELECT 1::bigint"));
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task StartAsync_SocketPathTooLong_WorksElsewhere()
    {
        using var scratch = new ScratchFolder(new string('x', 110));

        var cluster = await StartAsync(scratch);
        await using (cluster)
        {
            Assert.Contains("Host=/tmp/atelier-", cluster.ConnectionString, StringComparison.Ordinal);
            Assert.Equal(1, await AskAsync<int>(cluster, "SELECT 1"));
        }

        Assert.False(Directory.Exists(SocketFolder.FarFolder(cluster.Folder)), "nothing stays in /tmp");
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task StartAsync_PathWithSeparators_Works()
    {
        using var scratch = new ScratchFolder("a, b;c='d\" é");

        await using var cluster = await StartAsync(scratch);

        Assert.Equal(1, await AskAsync<int>(cluster, "SELECT 1"));
    }

    [Fact]
    public async Task StartAsync_Cancelled_LeavesNothingRunning()
    {
        using var scratch = new ScratchFolder();
        using var cancelled = new CancellationTokenSource();
        var start = PrivateCluster.StartAsync(
            new PrivateClusterOptions { DataFolder = scratch.Data, Durable = false },
            TimeProvider.System,
            NullLogger.Instance,
            cancelled.Token
        );
        await EventuallyAsync(() => Directory.Exists(Path.GetDirectoryName(scratch.Database)), "the start begins");

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        await using var again = await StartAsync(scratch);
        Assert.Equal(1, await AskAsync<int>(again, "SELECT 1"));
    }
}
