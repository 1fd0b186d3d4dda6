using Atelier.Data.Cluster;

namespace Atelier.Data.Tests.Cluster;

public sealed class DataFolderLockTests
{
    [Fact]
    public void Acquire_Held_SaysWhoRunsAndWhere()
    {
        using var scratch = new ScratchFolder();
        using var held = DataFolderLock.Acquire(scratch.Data, "starting");
        held.SetAddress("http://127.0.0.1:5080");

        var refused = Assert.Throws<DataFolderInUseException>(() => DataFolderLock.Acquire(scratch.Data, "second"));

        Assert.Equal("http://127.0.0.1:5080", refused.Address);
        Assert.Contains($"Process {Environment.ProcessId} ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:5080", refused.Message, StringComparison.Ordinal);
        Assert.Contains(scratch.Data, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Acquire_AddressUnknownYet_ShowsTheDescription()
    {
        using var scratch = new ScratchFolder();
        using var held = DataFolderLock.Acquire(scratch.Data, "starting");

        var refused = Assert.Throws<DataFolderInUseException>(() => DataFolderLock.Acquire(scratch.Data, "second"));

        Assert.Equal("starting", refused.Address);
    }

    [Fact]
    public void Acquire_AfterDispose_Works()
    {
        using var scratch = new ScratchFolder();
        DataFolderLock.Acquire(scratch.Data, "first").Dispose();

        using var second = DataFolderLock.Acquire(scratch.Data, "second");

        Assert.Equal(scratch.Data, second.Folder);
    }

    [Fact]
    public void Acquire_FolderMissing_CreatesIt()
    {
        using var scratch = new ScratchFolder();

        using var held = DataFolderLock.Acquire(Path.Combine(scratch.Data, "a", "b"), "first");

        Assert.True(Directory.Exists(held.Folder));
    }

    [Fact]
    public void Acquire_FolderIsAFile_SaysTheWayOut()
    {
        using var scratch = new ScratchFolder();
        var file = Path.Combine(scratch.Data, "file");
        File.WriteAllText(file, "");

        var refused = Assert.Throws<ClusterException>(() => DataFolderLock.Acquire(file, "first"));

        Assert.Contains("ATELIER_DATA", refused.Message, StringComparison.Ordinal);
    }
}
