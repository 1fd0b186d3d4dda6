using Atelier.Data.Blobs;
using Atelier.Data.Blobs.Buckets;
using Atelier.TestKit.Buckets;

namespace Atelier.Data.Tests.Blobs;

/// <summary>Alone in the process: what others allocate would count.</summary>
[CollectionDefinition(nameof(BlobMemoryTests), DisableParallelization = true)]
[Collection(nameof(BlobMemoryTests))]
public sealed class BlobMemoryTests : IDisposable
{
    private const int Large = 50 << 20;

    private readonly BlobFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task PutAsync_FiftyMegabytesIntoAFolder_AreNeverInMemoryAsAWhole() =>
        AssertAsync(new DiskBlobStore(_folder.Path, Guid.CreateVersion7()));

    [Fact]
    public async Task PutAsync_FiftyMegabytesIntoABucket_AreNeverInMemoryAsAWhole()
    {
        Assert.SkipUnless(SwiftServer.IsInstalled, SwiftServer.Missing);
        var bucket = await TestBuckets.CreateAsync(Cancel);
        using var store = new S3BlobStore(bucket, _folder.Path, Guid.CreateVersion7(), TimeProvider.System);
        await AssertAsync(store);
    }

    private static async Task AssertAsync(IBlobStore blobs)
    {
        using var done = new CancellationTokenSource();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var peak = Task.Run(() => PeakAsync(done.Token), Cancel);

        try
        {
            await PutAsync(blobs);
            await AssertReadAsync(blobs);
        }
        finally
        {
            await done.CancelAsync();
        }

        Assert.InRange(await peak - before, 0, Large / 4);
    }

    private static async Task AssertReadAsync(IBlobStore blobs)
    {
        await using var found = await blobs.OpenAsync("a/large", Cancel);
        Assert.Equal(Large, found!.Length);
        var chunk = new byte[64 * 1024];
        for (var position = 0; position < Large; position += chunk.Length)
        {
            await found.ReadExactlyAsync(chunk, Cancel);
            Assert.False(chunk.AsSpan().ContainsAnyExcept((byte)(position >> 20)));
        }
    }

    private static Task PutAsync(IBlobStore blobs) =>
        blobs.PutAsync(
            "a/large",
            async (stream, cancel) =>
            {
                var chunk = new byte[1 << 20];
                for (var number = 0; number < Large / chunk.Length; number++)
                {
                    chunk.AsSpan().Fill((byte)number);
                    await stream.WriteAsync(chunk, cancel);
                }
            },
            new BlobFacts("image/png"),
            Cancel
        );

    // What is alive, looked at again and again; what was let go does not count.
    private static async Task<long> PeakAsync(CancellationToken done)
    {
        var peak = 0L;
        while (!done.IsCancellationRequested)
        {
            peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true));
            await Task.Yield();
        }

        return peak;
    }
}
