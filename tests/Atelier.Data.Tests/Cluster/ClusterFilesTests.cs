using Atelier.Data.Cluster;

namespace Atelier.Data.Tests.Cluster;

public sealed class ClusterFilesTests : ClusterTests
{
    [Theory]
    [InlineData("9.6", 9)]
    [InlineData("14", 14)]
    [InlineData("99", 99)]
    public async Task StartAsync_OtherMajorVersion_SaysTheWayOut(string version, int major)
    {
        using var scratch = new ScratchFolder();
        Directory.CreateDirectory(scratch.Database);
        await File.WriteAllTextAsync(Path.Combine(scratch.Database, "PG_VERSION"), version + "\n", Cancel);

        var refused = await Assert.ThrowsAsync<ClusterException>(() => StartAsync(scratch));

        Assert.Contains($"made by PostgreSQL {major} ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("pg_upgrade", refused.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(scratch.Database, "PG_VERSION")), "the files stay");
    }

    [Fact]
    public async Task StartAsync_InterruptedInit_StartsOver()
    {
        using var scratch = new ScratchFolder();
        Directory.CreateDirectory(Path.Combine(scratch.Database, "base"));
        var draft = Path.Combine(scratch.Data, "postgres", "new-1");
        Directory.CreateDirectory(draft);
        await File.WriteAllTextAsync(Path.Combine(draft, "PG_VERSION"), "15\n", Cancel);

        await using var cluster = await StartAsync(scratch);

        Assert.Equal(1, await AskAsync<int>(cluster, "SELECT 1"));
        Assert.False(Directory.Exists(draft));
    }

    [Fact]
    public async Task StartAsync_VersionFileLost_RefusesInsteadOfStartingEmpty()
    {
        using var scratch = new ScratchFolder();
        await (await StartAsync(scratch)).DisposeAsync();
        File.Delete(Path.Combine(scratch.Database, "PG_VERSION"));

        var refused = await Assert.ThrowsAsync<ClusterException>(() => StartAsync(scratch));

        Assert.Contains("backup", refused.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(scratch.Database, "global", "pg_control")), "the files stay");
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task StartAsync_ServerRefuses_RepeatsItsReason()
    {
        using var scratch = new ScratchFolder();
        await (await StartAsync(scratch)).DisposeAsync();
        await File.AppendAllTextAsync(Path.Combine(scratch.Database, "postgresql.conf"), "\nnonsense = 1\n", Cancel);

        var refused = await Assert.ThrowsAsync<ClusterException>(() => StartAsync(scratch));

        Assert.Contains("FATAL", refused.Message, StringComparison.Ordinal);
        Assert.Contains("postgres.log", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task RotateLog_LongLog_IsMovedAway()
    {
        using var scratch = new ScratchFolder();
        await (await StartAsync(scratch)).DisposeAsync();
        var log = Path.Combine(scratch.Data, "postgres", "postgres.log");
        await File.WriteAllBytesAsync(log, new byte[11 * 1024 * 1024], Cancel);

        await (await StartAsync(scratch)).DisposeAsync();

        Assert.InRange(new FileInfo(log).Length, 1, 1024 * 1024);
        Assert.Equal(11 * 1024 * 1024, new FileInfo(log + ".1").Length);
    }

    [Fact]
    public void Choose_NothingInstalled_NamesThePackage()
    {
        var refused = Assert.Throws<ClusterException>(() => PostgresInstallation.Choose([], null, "/data"));

        Assert.Contains("apt-get install postgresql", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_OnlyOldInstalled_SaysSo()
    {
        var refused = Assert.Throws<ClusterException>(() =>
            PostgresInstallation.Choose([new PostgresInstallation("/old", 14)], null, "/data")
        );

        Assert.Contains("15 or newer", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_SeveralInstalled_TakesTheOneOfTheCluster()
    {
        PostgresInstallation[] installed = [new("/new", 17), new("/old", 15)];

        Assert.Equal("/old", PostgresInstallation.Choose(installed, 15, "/data").BinFolder);
        Assert.Equal("/new", PostgresInstallation.Choose(installed, null, "/data").BinFolder);
    }
}
