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

        var failed = Assert.Throws<DirectoryNotFoundException>(() => DirectorySync.Flush(missing));

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

        Assert.DoesNotContain(folder.Path, Directory.EnumerateFiles("/proc/self/fd").Select(TargetOf));
    }

    // Other tests open and close files meanwhile.
    private static string? TargetOf(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.FullName;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
