using System.Net;
using System.Text.RegularExpressions;
using Atelier.Data.Blobs;
using Atelier.Data.Blobs.Buckets;
using Atelier.TestKit.Buckets;

namespace Atelier.Data.Tests.Blobs;

/// <summary>The contract against OpenStack Swift, and what only a bucket does.</summary>
public sealed class BucketContractTests : BlobStoreContract
{
    private readonly BlobFolder _folder = new();
    private Bucket? _bucket;
    private S3BlobStore? _store;

    [Fact]
    [Trait("Requirement", "B-09")]
    public async Task PutAsync_WithFacts_KeepsThemAndCopiesThem()
    {
        var (session, key) = (Guid.CreateVersion7(), "sessions/one/input.jpg");
        var facts = new BlobFacts("image/jpeg")
        {
            Metadata = new Dictionary<string, string> { [BlobFacts.SessionId] = session.ToString() },
        };

        await Blobs.PutAsync(key, Bytes(1, 10), facts, Cancel);
        await Blobs.PutAsync(
            key + "2",
            (stream, cancel) => stream.WriteAsync(Bytes(1, 10), cancel).AsTask(),
            facts,
            Cancel
        );
        await Blobs.CopyAsync(key, key + "3", Cancel);

        using var client = TestBuckets.Client(_bucket!);
        foreach (var name in new[] { key, key + "2", key + "3" })
        {
            var found = await client.GetObjectMetadataAsync(_bucket!.Name, name, Cancel);
            Assert.Equal("image/jpeg", found.ContentType);
            Assert.Equal(session.ToString(), found.Metadata["sessionid"]);
            var uploaded = DateTimeOffset.Parse(found.Metadata["uploadedat"], null);
            Assert.InRange(TimeProvider.System.GetUtcNow() - uploaded, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    [Trait("Requirement", "B-11")]
    public async Task Presign_Address_OpensThisObjectForAWhileAndNothingElse()
    {
        await Blobs.PutAsync("a/b c.png", Bytes(5, 1000), new BlobFacts("image/png"), Cancel);
        await Blobs.PutAsync("a/other", Bytes(6, 1000), new BlobFacts("image/png"), Cancel);
        using var http = new HttpClient();

        var address = Blobs.Presign("a/b c.png", TimeSpan.FromSeconds(30), "one.png")!;
        using var answer = await http.GetAsync(address, Cancel);
        var altered = new Uri(address.AbsoluteUri.Replace("b%20c.png", "other", StringComparison.Ordinal));
        var life = int.Parse(Regex.Match(address.Query, "X-Amz-Expires=(\\d+)").Groups[1].ValueSpan, null);
        var longer = new Uri(
            address.AbsoluteUri.Replace($"X-Amz-Expires={life}", "X-Amz-Expires=3000", StringComparison.Ordinal)
        );
        using var otherAnswer = await http.GetAsync(altered, Cancel);
        using var longerAnswer = await http.GetAsync(longer, Cancel);

        Assert.Equal(Bytes(5, 1000), await answer.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal("image/png", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("inline; filename=\"one.png\"", answer.Content.Headers.ContentDisposition!.ToString());
        Assert.InRange(life, 28, 30);
        Assert.NotEqual(address, altered);
        Assert.NotEqual(address, longer);
        Assert.Equal(HttpStatusCode.Forbidden, otherAnswer.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, longerAnswer.StatusCode);
        Assert.DoesNotContain(_bucket!.SecretAccessKey, address.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckAsync_RightKey_PassesAndLeavesNothing()
    {
        await _store!.CheckAsync(Cancel);

        Assert.Empty(await KeysAsync());
    }

    [Fact]
    public async Task AnyCall_WrongKeyOrNoBucket_SaysWhichAndShowsNoSecret()
    {
        await AssertAsync(_bucket! with { SecretAccessKey = "another secret" }, BucketProblem.Refused);
        await AssertAsync(_bucket with { AccessKeyId = "test:nobody" }, BucketProblem.Refused);
        await AssertAsync(_bucket with { Name = "no-such-bucket" }, BucketProblem.Missing);
        using var nobody = Open(_bucket with { Endpoint = new Uri("http://127.0.0.1:9") });
        var error = await Assert.ThrowsAsync<BucketException>(() => nobody.OpenAsync("a/b", Cancel));
        Assert.Equal(BucketProblem.Unreachable, error.Problem);

        async Task AssertAsync(Bucket bucket, BucketProblem problem)
        {
            using var store = Open(bucket);
            foreach (var call in Calls(store))
            {
                var error = await Assert.ThrowsAsync<BucketException>(call);
                Assert.Equal(problem, error.Problem);
                Assert.Contains($"{bucket}", error.ToString(), StringComparison.Ordinal);
                Assert.DoesNotContain(bucket.SecretAccessKey, error.ToString(), StringComparison.Ordinal);
                Assert.DoesNotContain(bucket.AccessKeyId, error.ToString(), StringComparison.Ordinal);
            }

            Assert.False(await store.ProbeAsync(Cancel));
        }

        IEnumerable<Func<Task>> Calls(S3BlobStore store) =>
            [
                () => store.CheckAsync(Cancel),
                () => store.OpenAsync("a/b", Cancel),
                () => store.PutAsync("a/b", Bytes(1, 1), BlobFacts.Unnamed, Cancel),
                () => store.CopyAsync("a/b", "a/c", Cancel),
                () => store.DeleteFolderAsync("a", Cancel),
            ];
    }

    [Fact]
    public async Task AnyCall_Prefix_StaysBelowIt()
    {
        using var store = Open(_bucket! with { Prefix = "studio/one/" });
        var folder = BlobKeys.FolderOfImage(Guid.CreateVersion7(), Guid.CreateVersion7());
        await Blobs.PutAsync($"{folder}/a", Bytes(1, 1), BlobFacts.Unnamed, Cancel);
        await store.PutAsync($"{folder}/a", Bytes(2, 2), BlobFacts.Unnamed, Cancel);

        var later = TimeProvider.System.GetUtcNow().AddMinutes(5);
        Assert.Equal([folder], await store.UntouchedFoldersAsync("images", 2, later, Cancel).ToListAsync(Cancel));
        Assert.Equal([$"{folder}/a", $"studio/one/{folder}/a"], await KeysAsync());
        await store.DeleteFolderAsync(folder, Cancel);
        Assert.Equal([$"{folder}/a"], await KeysAsync());
    }

    [Fact]
    public void ToString_Bucket_ShowsNoKey()
    {
        Assert.DoesNotContain(_bucket!.SecretAccessKey, $"{_bucket}", StringComparison.Ordinal);
        Assert.DoesNotContain(_bucket.AccessKeyId, $"{_bucket}", StringComparison.Ordinal);
    }

    protected override async Task<IBlobStore> OpenStoreAsync()
    {
        Assert.SkipUnless(SwiftServer.IsInstalled, SwiftServer.Missing);
        _bucket = await TestBuckets.CreateAsync(Cancel);
        return _store = Open(_bucket);
    }

    protected override Task CloseStoreAsync()
    {
        _store?.Dispose();
        Assert.Empty(_folder.Files);
        _folder.Dispose();
        return Task.CompletedTask;
    }

    protected override async Task<IReadOnlyList<string>> KeysAsync() =>
        [.. (await TestBuckets.KeysAsync(_bucket!, Cancel)).Order(StringComparer.Ordinal)];

    private S3BlobStore Open(Bucket bucket) => new(bucket, _folder.Path, Guid.CreateVersion7(), TimeProvider.System);
}
