using System.Runtime.InteropServices;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Tests.Vips;

public sealed class VipsLibraryLocatorTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("atelier-locator");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Find_PathGiven_TriesNothingElse()
    {
        AddLibrary("natives", "x64");

        var found = CreateSut().Find(new VipsOptions { Library = "/opt/libvips.so" });

        Assert.Equal([new VipsLibraryCandidate("/opt/libvips.so", VipsLibrarySource.Configured)], found);
    }

    [Theory]
    [InlineData("system")]
    [InlineData("SYSTEM")]
    public void Find_SystemGiven_IsNoFallback(string word)
    {
        AddLibrary("natives", "x64");

        var found = CreateSut().Find(new VipsOptions { Library = word });

        Assert.Equal([new VipsLibraryCandidate("libvips.so.42", VipsLibrarySource.Configured)], found);
    }

    [Fact]
    public void Find_NativesFolderGiven_IsTheOnlyFolder()
    {
        AddLibrary("natives", "x64");
        var given = AddLibrary("elsewhere", "x64");

        var found = CreateSut().Find(new VipsOptions { NativesFolder = Path.Combine(_root.FullName, "elsewhere") });

        Assert.Equal([given, SystemFallback], found);
    }

    [Fact]
    public void Find_NothingGiven_PrefersTheFolderNearestToTheProgram()
    {
        var far = AddLibrary("natives", "x64");
        var near = AddLibrary("app/bin/natives", "x64");

        var found = CreateSut("app/bin").Find(new VipsOptions());

        Assert.Equal([near, far, SystemFallback], found.Where(IsOurs));
    }

    [Theory]
    [InlineData(Architecture.X64, "x64")]
    [InlineData(Architecture.Arm64, "arm64")]
    public void Find_BothArchitecturesInstalled_TakesTheProcess(Architecture architecture, string suffix)
    {
        var x64 = AddLibrary("natives", "x64");
        var arm64 = AddLibrary("natives", "arm64");

        var found = CreateSut(architecture: architecture).Find(new VipsOptions());

        Assert.Equal([suffix == "x64" ? x64 : arm64, SystemFallback], found.Where(IsOurs));
    }

    [Fact]
    public void Find_EmptyNativesFolder_LeavesTheSystem()
    {
        var found = CreateSut().Find(new VipsOptions { NativesFolder = _root.FullName });

        Assert.Equal([SystemFallback], found);
    }

    [Fact]
    public void Load_NothingThere_NamesWhatWasTriedAndHowToInstall()
    {
        var missing = Path.Combine(_root.FullName, "libvips.so.1");
        var broken = Path.Combine(_root.FullName, "libvips.so.2");
        File.WriteAllText(broken, "no library");

        var failure = Assert.Throws<VipsUnavailableException>(() =>
            VipsLibraryLoader.Load([
                new VipsLibraryCandidate(missing, VipsLibrarySource.Npm),
                new VipsLibraryCandidate(broken, VipsLibrarySource.SystemFallback),
            ])
        );

        Assert.Equal(
            $"libvips could not be loaded (tried {missing}, {broken}); run `npm ci --ignore-scripts` in the folder "
                + "natives, or install the package libvips42 of Debian or Ubuntu.",
            failure.Message
        );
        Assert.Equal(2, Assert.IsType<AggregateException>(failure.InnerException).InnerExceptions.Count);
    }

    private static VipsLibraryCandidate SystemFallback => new("libvips.so.42", VipsLibrarySource.SystemFallback);

    // A natives folder above the temporary one would be found too, and is none of the test's business.
    private bool IsOurs(VipsLibraryCandidate candidate) =>
        candidate == SystemFallback || candidate.Path.StartsWith(_root.FullName, StringComparison.Ordinal);

    private VipsLibraryLocator CreateSut(string program = "", Architecture architecture = Architecture.X64) =>
        new(Path.Combine(_root.FullName, program), architecture);

    private VipsLibraryCandidate AddLibrary(string natives, string suffix)
    {
        var folder = Path.Combine(_root.FullName, natives, "node_modules/@img/sharp-libvips-linux-" + suffix, "lib");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "README.md"), "");
        var library = Path.Combine(folder, "libvips-cpp.so.8.18.7");
        File.WriteAllText(library, "");
        return new VipsLibraryCandidate(library, VipsLibrarySource.Npm);
    }
}
