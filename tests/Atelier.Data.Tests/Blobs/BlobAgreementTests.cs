using Atelier.Data.Blobs;
using Atelier.Data.Blobs.Buckets;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Buckets;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Blobs;

public sealed class BlobAgreementTests : StoreTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("atelier-agreement-").FullName;

    [Fact]
    public async Task CheckAsync_SameFolder_EveryNodePasses()
    {
        await BlobAgreement.CheckAsync(House.Data, _folder, Cancel);
        await BlobAgreement.CheckAsync(AddNode(), _folder, Cancel);
    }

    [Fact]
    public async Task CheckAsync_AnotherFolder_IsRefusedAndLeftAlone()
    {
        var other = Path.Combine(_folder, "other");
        await BlobAgreement.CheckAsync(House.Data, _folder, Cancel);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            BlobAgreement.CheckAsync(House.Data, other, Cancel)
        );

        Assert.Contains("ATELIER_BLOBS", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(other));
    }

    [Fact]
    public async Task CheckAsync_MovedWithItsFile_Passes()
    {
        await BlobAgreement.CheckAsync(House.Data, Path.Combine(_folder, "old"), Cancel);
        Directory.Move(Path.Combine(_folder, "old"), Path.Combine(_folder, "new"));

        await BlobAgreement.CheckAsync(House.Data, Path.Combine(_folder, "new"), Cancel);
    }

    [Fact]
    public async Task CheckAsync_SameBucket_EveryNodePassesAndOthersAreRefused()
    {
        Assert.SkipUnless(SwiftServer.IsInstalled, SwiftServer.Missing);
        using var bucket = StoreOf(await TestBuckets.CreateAsync(Cancel));
        using var other = StoreOf(await TestBuckets.CreateAsync(Cancel));

        await Together.RunAsync(
            4,
            async _ =>
            {
                await BlobAgreement.CheckAsync(AddNode(), bucket, Cancel);
                return true;
            }
        );
        await AddPictureAsync();

        await BlobAgreement.CheckAsync(House.Data, bucket, Cancel);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            BlobAgreement.CheckAsync(House.Data, other, Cancel)
        );
        Assert.Contains(other.Bucket.Name, refused.Message, StringComparison.Ordinal);
        Assert.Empty(await TestBuckets.KeysAsync(other.Bucket, Cancel));
    }

    [Fact]
    public async Task CheckAsync_BucketOfAnotherDatabase_IsRefused()
    {
        Assert.SkipUnless(SwiftServer.IsInstalled, SwiftServer.Missing);
        using var bucket = StoreOf(await TestBuckets.CreateAsync(Cancel));
        await bucket.PutAsync("folder-id", "another"u8.ToArray(), BlobFacts.Unnamed, Cancel);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            BlobAgreement.CheckAsync(House.Data, bucket, Cancel)
        );

        Assert.Contains("another database", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckAsync_PicturesOnTheDisk_AreNotForgottenForAnEmptyBucket()
    {
        Assert.SkipUnless(SwiftServer.IsInstalled, SwiftServer.Missing);
        using var bucket = StoreOf(await TestBuckets.CreateAsync(Cancel));
        await BlobAgreement.CheckAsync(House.Data, _folder, Cancel);
        await AddPictureAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => BlobAgreement.CheckAsync(House.Data, bucket, Cancel));

        // Moved there with its file, it is the same place.
        var id = await File.ReadAllBytesAsync(Path.Combine(_folder, "folder-id"), Cancel);
        await bucket.PutAsync("folder-id", id, BlobFacts.Unnamed, Cancel);
        await BlobAgreement.CheckAsync(House.Data, bucket, Cancel);
    }

    [Fact]
    public async Task CheckAsync_NothingAgreedAndPicturesSomewhere_IsRefused()
    {
        using var stub = new StubStore();
        using var bucket = StoreOf(stub);
        await AddPictureAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => BlobAgreement.CheckAsync(House.Data, bucket, Cancel));

        Assert.Empty(stub.Objects);
    }

    [Fact]
    public async Task CheckAsync_AnotherDatabaseSettlesAtTheSameTime_OneIsRefused()
    {
        using var stub = new StubStore();
        using var bucket = StoreOf(stub);
        stub.First = (request, _) =>
        {
            if (request.Method == HttpMethod.Get && stub.Objects.Count > 0)
            {
                stub.Objects[stub.Objects.Keys.Single()] = "another"u8.ToArray();
            }

            return Task.FromResult<HttpResponseMessage?>(null);
        };

        await Assert.ThrowsAsync<InvalidOperationException>(() => BlobAgreement.CheckAsync(House.Data, bucket, Cancel));
    }

    private async Task AddPictureAsync() =>
        await AcceptAndClaimAsync(await House.AddAccountAsync(1, cancellationToken: Cancel));

    private S3BlobStore StoreOf(Bucket bucket) =>
        new(bucket, Path.Combine(_folder, "uploads"), Guid.CreateVersion7(), TimeProvider.System);

    private S3BlobStore StoreOf(StubStore stub)
    {
        var place = new Bucket(
            new Uri("https://store.example.com"),
            "auto",
            "pictures",
            "the-key-id",
            "the-secret-key"
        );
        return new S3BlobStore(place, Path.Combine(_folder, "stub"), Guid.CreateVersion7(), TimeProvider.System, stub);
    }
}
