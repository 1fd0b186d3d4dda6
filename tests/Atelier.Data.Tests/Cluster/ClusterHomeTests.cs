using Atelier.Data.Cluster;

namespace Atelier.Data.Tests.Cluster;

public sealed class ClusterHomeTests : ClusterTests
{
    [Fact]
    public async Task StartAsync_PrivateParent_LivesElsewhereBehindALink()
    {
        RequireRoot();
        using var scratch = PrivateScratch();
        await using (var first = await StartAsync(scratch))
            await AskAsync<object>(first, "CREATE TABLE kept AS SELECT 42 AS value");
        var link = Path.Combine(scratch.Data, "postgres");
        Assert.StartsWith(
            SystemFolder(scratch) + "/data-",
            new DirectoryInfo(link).LinkTarget,
            StringComparison.Ordinal
        );

        // Moved, the link still leads to the same database.
        var moved = scratch.Data + "-moved";
        Directory.Move(scratch.Data, moved);
        await using var second = await StartAsync(scratch, moved);

        Assert.Equal(42, await AskAsync<int>(second, "SELECT value FROM kept"));
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task StartAsync_PrivateDataFolderMadeAnew_BeginsEmptyAndKeepsTheOld()
    {
        RequireRoot();
        using var scratch = PrivateScratch();
        await using (var first = await StartAsync(scratch))
            await AskAsync<object>(first, "CREATE TABLE kept AS SELECT 42 AS value");
        Directory.Delete(scratch.Data, recursive: true);

        await using var second = await StartAsync(scratch);

        Assert.Null(
            await AskAsync<string>(
                second,
                "SELECT table_name::text FROM information_schema.tables WHERE table_name = 'kept'"
            )
        );
        Assert.Single(Directory.GetDirectories(SystemFolder(scratch), "postgres.old-1", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task StartAsync_LinkLeadsNowhere_RefusesInsteadOfStartingEmpty()
    {
        using var scratch = new ScratchFolder();
        Directory.CreateSymbolicLink(Path.Combine(scratch.Data, "postgres"), "/nonexistent/atelier");

        var refused = await Assert.ThrowsAsync<ClusterException>(() => StartAsync(scratch));

        Assert.Contains("bring that folder back", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_BecameUnreachable_SaysTheWayOut()
    {
        RequireRoot();
        using var scratch = new ScratchFolder();
        await (await StartAsync(scratch)).DisposeAsync();
        Posix.CreateOwnFolder(scratch.Root);

        var refused = await Assert.ThrowsAsync<ClusterException>(() => StartAsync(scratch));

        Assert.Contains("chmod o+x", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_RootOnPlainUsersCluster_RunsAsThatUser()
    {
        RequireRoot();
        const uint Nobody = 65534;
        using var scratch = new ScratchFolder();
        var folder = Path.Combine(scratch.Data, "postgres");
        Directory.CreateDirectory(folder);
        Posix.ChangeOwner(folder, Nobody, Nobody);

        await using var cluster = await StartAsync(scratch);

        Assert.Equal(Nobody, Posix.Look($"/proc/{cluster.ProcessId}")!.Value.Owner);
        Assert.Equal(Nobody, Posix.Look(scratch.Database)!.Value.Owner);
    }

    [Fact]
    public void Prepare_SocketFolderOfAnotherUser_IsRefused()
    {
        RequireRoot();
        const uint Nobody = 65534;
        using var scratch = new ScratchFolder();
        var home = new ClusterHome(Path.Combine(scratch.Data, new string('x', 110)), ClusterUser.For(scratch.Data));
        var folder = SocketFolder.FarFolder(home.Folder);
        Directory.CreateDirectory(folder);
        try
        {
            Posix.ChangeOwner(folder, Nobody, Nobody);

            var refused = Assert.Throws<ClusterException>(() => SocketFolder.Prepare(home));

            Assert.Contains(folder, refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    private static ScratchFolder PrivateScratch()
    {
        var scratch = new ScratchFolder("private");
        Posix.CreateOwnFolder(Path.Combine(scratch.Root, "private"));
        return scratch;
    }
}
