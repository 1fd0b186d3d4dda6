using System.Net;
using Atelier.Data.Blobs;
using Atelier.Data.Blobs.Buckets;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Buckets;
using Atelier.TestKit.Houses;
using Atelier.TestKit.Racing;
using Atelier.TestKit.Time;

namespace Atelier.Data.Tests.Blobs;

public sealed class BlobAgreementTests : StoreTests
{
    private const string FolderId = "/pictures/folder-id";

    private readonly string _folder = Directory.CreateTempSubdirectory("atelier-agreement-").FullName;
    private readonly HurriedTimeProvider _hurry = new();

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
                await BlobAgreement.CheckAsync(AddNode(), bucket, TimeProvider.System, Cancel);
                return true;
            }
        );
        await AddPictureAsync();

        await BlobAgreement.CheckAsync(House.Data, bucket, TimeProvider.System, Cancel);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            BlobAgreement.CheckAsync(House.Data, other, TimeProvider.System, Cancel)
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
            BlobAgreement.CheckAsync(House.Data, bucket, TimeProvider.System, Cancel)
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

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            BlobAgreement.CheckAsync(House.Data, bucket, TimeProvider.System, Cancel)
        );

        // Moved there with its file, it is the same place.
        var id = await File.ReadAllBytesAsync(Path.Combine(_folder, "folder-id"), Cancel);
        await bucket.PutAsync("folder-id", id, BlobFacts.Unnamed, Cancel);
        await BlobAgreement.CheckAsync(House.Data, bucket, TimeProvider.System, Cancel);
    }

    [Fact]
    public async Task CheckAsync_NothingAgreedAndPicturesSomewhere_IsRefused()
    {
        using var stub = new StubStore();
        using var bucket = StoreOf(stub);
        await AddPictureAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            BlobAgreement.CheckAsync(House.Data, bucket, _hurry, Cancel)
        );

        Assert.Empty(stub.Objects);
    }

    [Fact]
    public async Task CheckAsync_AnotherDatabaseSettlesAtTheSameTime_OneIsRefused()
    {
        using var stub = new StubStore();
        using var bucket = StoreOf(stub);
        stub.First = (request, _) =>
        {
            if (request.Method == HttpMethod.Get && stub.Objects.ContainsKey(FolderId))
            {
                stub.Objects[FolderId] = "another"u8.ToArray();
            }

            return Task.FromResult<HttpResponseMessage?>(null);
        };

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            BlobAgreement.CheckAsync(House.Data, bucket, _hurry, Cancel)
        );
        Assert.Equal([FolderId], stub.Objects.Keys);
    }

    [Fact]
    public async Task CheckAsync_TwoNewDatabasesAtOnce_OneTakesTheBucketAndTheOtherSaysWhy()
    {
        Assert.SkipUnless(SwiftServer.IsInstalled, SwiftServer.Missing);
        await using var second = await TestHouse.OpenAsync(Cancel);
        TestHouse[] houses = [House, second];
        for (var round = 0; round < 4; round++)
        {
            var place = await TestBuckets.CreateAsync(Cancel);
            using var bucket = StoreOf(place);
            foreach (var house in houses)
            {
                await house.ExecuteAsync("DELETE FROM settings WHERE name = 'blob_folder_id'");
            }

            // Two nodes of each.
            var refusals = await Together.RunAsync(4, turn => TryAsync(houses[turn % 2], bucket));

            int[] winners = [.. new[] { 0, 1 }.Where(house => refusals[house] is null && refusals[house + 2] is null)];
            Assert.True(winners.Length == 1, string.Join('\n', refusals.Select(refusal => refusal ?? "(taken)")));
            var winner = winners[0];
            foreach (var refusal in new[] { refusals[1 - winner], refusals[3 - winner] })
            {
                Assert.Contains("nother database", refusal, StringComparison.Ordinal);
                Assert.Contains(place.Name, refusal, StringComparison.Ordinal);
            }

            Assert.Equal(["folder-id"], await TestBuckets.KeysAsync(place, Cancel));
            // The same again at the next start.
            Assert.Null(await TryAsync(houses[winner], bucket));
            Assert.Contains(
                "holds the pictures of another",
                await TryAsync(houses[1 - winner], bucket),
                StringComparison.Ordinal
            );
        }
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000", 0, false)]
    [InlineData("00000000-0000-0000-0000-000000000000", 11, true)]
    public async Task CheckAsync_ClaimOfAnotherLiesThere_IsRespectedWhileItMayLive(string id, int minutes, bool taken)
    {
        using var stub = new StubStore();
        using var bucket = StoreOf(stub);
        stub.First = (request, _) => Task.FromResult(ClaimOf(id, minutes, stub, request));

        var refusal = await TryAsync(House, bucket, _hurry);

        Assert.Equal(taken, refusal is null);
        Assert.Equal(taken ? [FolderId] : [], stub.Objects.Keys);
    }

    [Fact]
    public async Task CheckAsync_GaveUpAndAnotherNodeOfItsDatabaseTookIt_Passes()
    {
        using var stub = new StubStore();
        using var bucket = StoreOf(stub);
        stub.First = (request, _) =>
        {
            if (request.Method == HttpMethod.Delete)
            {
                stub.Objects[FolderId] = stub.Sent!;
            }

            return Task.FromResult(ClaimOf(Guid.Empty.ToString(), 0, stub, request));
        };

        Assert.Null(await TryAsync(House, bucket, _hurry));
        Assert.Equal([FolderId], stub.Objects.Keys);
    }

    // What lies there is listed, and the claim of another database with it.
    private static HttpResponseMessage? ClaimOf(string id, int minutes, StubStore stub, HttpRequestMessage request)
    {
        var now = TimeProvider.System.GetUtcNow();
        var own = string.Concat(stub.Objects.Keys.Select(key => Listed(key["/pictures/".Length..], now)));
        return request.RequestUri!.Query.Contains("list-type=2", StringComparison.Ordinal)
            ? StubStore.Answer(
                HttpStatusCode.OK,
                $"<ListBucketResult><IsTruncated>false</IsTruncated>{Listed($"claims/{id}/x", now.AddMinutes(-minutes))}{own}</ListBucketResult>"
            )
            : null;

        static string Listed(string key, DateTimeOffset written) =>
            $"<Contents><Key>{key}</Key><LastModified>{written:yyyy-MM-ddTHH:mm:ss.fffZ}</LastModified><Size>1</Size></Contents>";
    }

    private static async Task<string?> TryAsync(TestHouse house, S3BlobStore bucket, TimeProvider? time = null)
    {
        try
        {
            await BlobAgreement.CheckAsync(house.Data, bucket, time ?? TimeProvider.System, Cancel);
            return null;
        }
        catch (InvalidOperationException refusal)
        {
            return refusal.Message;
        }
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
