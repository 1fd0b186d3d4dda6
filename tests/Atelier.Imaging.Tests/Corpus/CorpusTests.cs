using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Vips;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Tests.Corpus;

/// <summary>Files that nobody should send, and files that only look so.</summary>
[Collection(VipsRuns.Name)]
public sealed class CorpusTests
{
    // Far above what malloc and the collector keep for later, far below one picture of 50 million pixels.
    private const long MostGrown = 80_000_000;

    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    public CorpusTests() => TestVips.Start();

    [Fact]
    public async Task ReadAsync_WholeCorpus_MeetsEveryVerdictAndKeepsNothing()
    {
        var run = new CorpusRun(
            new PictureReader(new PictureReaderOptions { Vips = TestVips.Options }),
            TimeProvider.System
        );
        var files = CorpusFiles.All().ToList();
        // The first turn fills what is kept for good: code, tables of codecs, buffers of threads.
        await run.RunAsync(files.Take(40), _cancel);
        var objects = TestVips.LiveObjects();
        var held = Held();

        var results = await run.RunAsync(files, _cancel);

        var grown = Held() - held;
        await CorpusReport.WriteAsync(results, grown, _cancel);
        Assert.Empty(results.Select(result => result.Problem).OfType<string>());
        Assert.InRange(grown, long.MinValue, MostGrown);
        Assert.Equal(objects, TestVips.LiveObjects());
    }

    [Fact]
    public void All_Files_AreEnoughAndNamedOnce()
    {
        var files = CorpusFiles.All().ToList();

        Assert.InRange(files.Count, 500, int.MaxValue);
        Assert.InRange(files.Select(file => file.Kind).Distinct().Count(), 15, int.MaxValue);
        Assert.Distinct(files.Select(file => (file.Kind, file.Name)));
    }

    private static long Held()
    {
        LibVips.ShutDownThread();
        return GC.GetTotalMemory(forceFullCollection: true) + NativeHeap.UsedBytes();
    }
}
