using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Tests.Vips;

[Collection(VipsRuns.Name)]
public sealed class VipsRuntimeTests
{
    [Fact]
    public void Start_ManyThreads_ReturnsOneRuntime()
    {
        var runtimes = new VipsRuntime[16];

        Parallel.For(0, runtimes.Length, at => runtimes[at] = TestVips.Start());

        Assert.Single(runtimes.Distinct());
    }

    [Fact]
    public void Start_LibraryFound_TellsVersionAndSource()
    {
        var sut = TestVips.Start();

        Assert.Matches(@"^8\.\d+\.\d+", sut.Version);
        Assert.Equal(
            TestVips.Options.Library is null ? VipsLibrarySource.Npm : VipsLibrarySource.Configured,
            sut.Source
        );
    }
}
