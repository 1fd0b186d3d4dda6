using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Vips;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Tests.Fuzz;

/// <summary>Spoilt files by the ten thousand. A crash ends the suite: the seeds are in <c>artifacts/imaging/fuzz</c>.</summary>
[Collection(VipsRuns.Name)]
public sealed class FuzzTests
{
    private const ulong FirstSeed = 20_261_120;
    private const long MostGrown = 60_000_000;

    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    public FuzzTests() => TestVips.Start();

    [Theory]
    [InlineData("png", 600)]
    [InlineData("jpeg", 600)]
    [InlineData("webp", 600)]
    public Task ReadAsync_SpoiltFiles_AnswersEachAndKeepsNothing(string format, int count) => RunAsync(format, count);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("png", 20_000)]
    [InlineData("jpeg", 20_000)]
    [InlineData("webp", 20_000)]
    public Task ReadAsync_ManySpoiltFiles_AnswersEachAndKeepsNothing(string format, int count) =>
        RunAsync(format, count);

    [Fact]
    public void Make_SameSeed_GivesTheSameBytes()
    {
        var files = FuzzFiles.Of("png");

        Assert.All(
            Enumerable.Range(0, 200),
            seed => Assert.Equal(new Mutator(files).Make((ulong)seed), new Mutator(files).Make((ulong)seed))
        );
    }

    private async Task RunAsync(string format, int count)
    {
        using var run = new FuzzRun(format, new Mutator(FuzzFiles.Of(format)), Limits());
        // The first files fill what is kept for good.
        await run.RunAsync(1, 200, _cancel);
        var (objects, held) = (TestVips.LiveObjects(), Held());

        await run.RunAsync(FirstSeed, count, _cancel);

        var grown = Held() - held;
        TestContext.Current.SendDiagnosticMessage(
            $"{format}: {run.Accepted} of {count} accepted, grown by {grown} bytes"
        );
        Assert.Empty(run.Problems);
        // Neither all nor none get through, or the mutations would be of no use.
        Assert.InRange(run.Accepted, 1, count - 1);
        Assert.Equal(objects, TestVips.LiveObjects());
        Assert.InRange(grown, long.MinValue, MostGrown);
    }

    private static PictureReaderOptions Limits() => new() { MaxPixels = 4_000_000, Vips = TestVips.Options };

    private static long Held()
    {
        LibVips.ShutDownThread();
        return GC.GetTotalMemory(forceFullCollection: true) + NativeHeap.UsedBytes();
    }
}
