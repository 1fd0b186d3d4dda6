using System.Diagnostics;
using System.Globalization;
using Atelier.Data.Cluster;

namespace Atelier.Data.Tests.Cluster;

public sealed class CrashTests : ClusterTests
{
    [Fact]
    public async Task Exited_PostmasterKilled_CompletesAndNextStartRecovers()
    {
        using var scratch = new ScratchFolder();
        await using (var first = await StartAsync(scratch))
        {
            await AskAsync<object>(first, "CREATE TABLE kept AS SELECT 42 AS value");
            Posix.Signal(first.ProcessId, Posix.SigKill);
            await first.Exited.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, Cancel);
        }

        await using var second = await StartAsync(scratch);

        Assert.Equal(42, await AskAsync<int>(second, "SELECT value FROM kept"));
    }

    [Fact]
    public async Task StartAsync_OrphanRuns_StopsItFirst()
    {
        using var scratch = new ScratchFolder();
        await (await StartAsync(scratch)).DisposeAsync();
        var orphan = await StartOrphanAsync(scratch);
        await EventuallyAsync(
            () => ServerProcesses.WorkingIn(scratch.Database).Contains(orphan.Id),
            "the orphan works in the folder"
        );
        await EventuallyAsync(() => File.Exists(PidFile(scratch)), "the orphan writes its pid file");

        // Through a link, as in a home folder that is one: the kernel knows the orphan's folder by its real name.
        var alias = Path.Combine(scratch.Root, "alias");
        Directory.CreateSymbolicLink(alias, scratch.Data);
        await using var cluster = await StartAsync(scratch, alias);

        Assert.True(orphan.HasExited);
        Assert.Equal(1, await AskAsync<int>(cluster, "SELECT 1"));
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task StartAsync_StaleFileOfDeadProcess_IsIgnored()
    {
        using var scratch = new ScratchFolder();
        await (await StartAsync(scratch)).DisposeAsync();
        using var dead = Process.Start(new ProcessStartInfo("true"))!;
        await dead.WaitForExitAsync(Cancel);
        await WritePidFileAsync(scratch, dead.Id);

        await using var cluster = await StartAsync(scratch);

        Assert.Equal(1, await AskAsync<int>(cluster, "SELECT 1"));
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task StartAsync_StaleFileOfStranger_LeavesTheStrangerAlone()
    {
        using var scratch = new ScratchFolder();
        await (await StartAsync(scratch)).DisposeAsync();
        var stranger = scratch.Start(Describe(scratch, "sleep", "600"));
        await WritePidFileAsync(scratch, stranger.Id);

        await using var cluster = await StartAsync(scratch);

        Assert.False(stranger.HasExited);
        Assert.Equal(1, await AskAsync<int>(cluster, "SELECT 1"));
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task StartAsync_StaleFileOfZombie_IsRemoved()
    {
        using var scratch = new ScratchFolder();
        await (await StartAsync(scratch)).DisposeAsync();
        // The shell becomes a sleeper, which never asks how its child ended.
        var parent = scratch.Start(
            Describe(scratch, "sh", "-c", "exec 3<&0; cat <&3 >/dev/null & echo $!; exec sleep 600")
        );
        var zombie = int.Parse((await parent.StandardOutput.ReadLineAsync(Cancel))!, CultureInfo.InvariantCulture);
        await EventuallyAsync(() => File.ReadAllText($"/proc/{parent.Id}/comm") == "sleep\n", "the shell is gone");
        parent.StandardInput.Close();
        await EventuallyAsync(() => !ServerProcesses.IsAlive(zombie), "the child is a zombie");
        Assert.True(Posix.Signal(zombie, 0), "a zombie still has its number");
        await WritePidFileAsync(scratch, zombie);

        await using var cluster = await StartAsync(scratch);

        Assert.Equal(1, await AskAsync<int>(cluster, "SELECT 1"));
    }

    [Fact]
    public async Task StartAsync_OwnerKilled_PostgresStopsAndNextStartWorks()
    {
        using var scratch = new ScratchFolder();
        var owner = scratch.Start(ClusterHolder.Describe(scratch.Data));
        Assert.Equal(ClusterHolder.Ready, await owner.StandardOutput.ReadLineAsync(Cancel));
        Assert.NotEmpty(ServerProcesses.WorkingIn(scratch.Database));

        Posix.Signal(owner.Id, Posix.SigKill);

        await EventuallyAsync(() => ServerProcesses.WorkingIn(scratch.Database).Count == 0, "PostgreSQL is gone");
        Assert.False(File.Exists(PidFile(scratch)), "a clean stop removes the pid file");
        await using var next = await StartAsync(scratch);
        Assert.Equal(1, await AskAsync<int>(next, "SELECT 1"));
    }

    [Fact]
    public async Task StartAsync_HeldByOtherProcess_NamesIt()
    {
        using var scratch = new ScratchFolder();
        var owner = scratch.Start(ClusterHolder.Describe(scratch.Data));
        Assert.Equal(ClusterHolder.Ready, await owner.StandardOutput.ReadLineAsync(Cancel));

        var refused = await Assert.ThrowsAsync<DataFolderInUseException>(() => StartAsync(scratch));

        Assert.Equal(owner.Id, refused.ProcessId);
    }

    // As the cluster's user: PostgreSQL ignores a process it may not signal.
    private static ProcessStartInfo Describe(ScratchFolder scratch, params string[] command) =>
        Tool.Describe(ClusterUser.For(Path.GetDirectoryName(scratch.Database)!).AsUser(command));

    private static string PidFile(ScratchFolder scratch) => Path.Combine(scratch.Database, "postmaster.pid");

    private static Task WritePidFileAsync(ScratchFolder scratch, int processId) =>
        File.WriteAllTextAsync(PidFile(scratch), $"{processId}\n{scratch.Database}\n1700000000\n5432\n", Cancel);

    private static async Task<Process> StartOrphanAsync(ScratchFolder scratch)
    {
        var home = new ClusterHome(
            Path.GetDirectoryName(scratch.Database)!,
            ClusterUser.For(Path.GetDirectoryName(scratch.Database)!)
        );
        var installation = PostgresInstallation.Choose(
            await PostgresInstallation.FindAllAsync(Cancel),
            ClusterFiles.ReadMajor(home),
            home.Data
        );
        return scratch.Start(
            Describe(scratch, installation.Postgres, "-D", home.Data, "-k", home.Folder, "-c", "listen_addresses=")
        );
    }
}
