using Atelier.Data.Blobs;

namespace Atelier.Data.Tests.Blobs;

public sealed class DirectorySyncTests
{
    [Fact]
    public void Flush_MissingFolder_ThrowsWithItsName()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Folders are flushed on Linux only.");
        using var folder = new BlobFolder();
        var missing = folder.At("missing");

        var failed = Assert.Throws<IOException>(() => DirectorySync.Flush(missing));

        Assert.Contains(missing, failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Flush_File_Throws()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Folders are flushed on Linux only.");
        using var folder = new BlobFolder();
        File.WriteAllText(folder.At("file"), "x");

        Assert.Throws<IOException>(() => DirectorySync.Flush(folder.At("file")));
    }

    [Fact]
    public void Flush_Often_LeavesNoDescriptorOpen()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Folders are flushed on Linux only.");
        using var folder = new BlobFolder();

        for (var time = 0; time < 50; time++)
        {
            DirectorySync.Flush(folder.Path);
        }

        Assert.DoesNotContain(
            Directory.EnumerateFiles("/proc/self/fd"),
            descriptor => File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.FullName == folder.Path
        );
    }
}
