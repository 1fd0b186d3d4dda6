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
        var chunk = new byte[1 << 20];
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await blobs.PutAsync(
            "a/large",
            async (stream, cancel) =>
            {
                for (var number = 0; number < Large / chunk.Length; number++)
                {
                    chunk.AsSpan().Fill((byte)number);
                    await stream.WriteAsync(chunk, cancel);
                }
            },
            new BlobFacts("image/png"),
            Cancel
        );
        await using var found = await blobs.OpenAsync("a/large", Cancel);
        Assert.Equal(Large, found!.Length);
        for (var number = 0; number < Large / chunk.Length; number++)
        {
            await found.ReadExactlyAsync(chunk, Cancel);
            Assert.False(chunk.AsSpan().ContainsAnyExcept((byte)number));
        }

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, Large / 4);
    }
}
