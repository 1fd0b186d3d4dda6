using Atelier.Core.Text;
using Atelier.Data.Attempts;
using Atelier.Data.Blobs;
using Atelier.Data.Blobs.Buckets;
using Atelier.Data.Images;
using Atelier.Data.Photos;
using Atelier.Engine.Sweeping;
using Atelier.Server.Setup;
using Atelier.Server.Tests.Accounts;
using Atelier.Server.Tests.Photos;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Buckets;
using Atelier.TestKit.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atelier.Server.Tests.Storage;

/// <summary>The whole service with its pictures in OpenStack Swift.</summary>
public sealed class BucketServerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "B-08")]
    [Trait("Requirement", "B-10")]
    [Trait("Requirement", "C-60")]
    public async Task Generate_PicturesInABucket_AreServedAndErasedAsFromAFolder()
    {
        var bucket = await BucketAsync();
        await using var server = await StartAsync(bucket);
        var id = await People.AddAsync(server, "\"tier\": \"premium\"");
        var caller = People.Caller(server, id, await People.AddKeyAsync(server, id));
        var made = await caller.GenerateAsync(Bodies.Small());
        var image = made.At("images")[0];
        var url = image.GetProperty("url").GetString()!;
        var nobody = server.Nobody();

        var whole = await nobody.GetAsync(url);
        var part = await nobody.GetAsync(url, ("Range", "bytes=10-19"));
        var known = await nobody.GetAsync(url, ("If-None-Match", whole.Header("ETag")!));
        var head = await nobody.SendAsync(HttpMethod.Head, url, null);
        var smaller = await nobody.GetAsync(
            (await caller.PostAsync($"/v1/images/{image.GetProperty("id")}/urls", """{"width": 32}""")).TextAt("url")!
        );
        var keys = await TestBuckets.KeysAsync(bucket, Cancel);

        Assert.Equal("64x48", PictureFile.Read(whole.Bytes).Size);
        Assert.Equal(206, part.Status);
        Assert.Equal(whole.Bytes[10..20], part.Bytes);
        Assert.Equal((304, 200), (known.Status, head.Status));
        Assert.Equal("32x24", PictureFile.Read(smaller.Bytes).Size);
        var folder = $"images/{made.TextAt("id")}/{image.GetProperty("id")}/";
        Assert.All(
            keys,
            key => Assert.True(key == "folder-id" || key.StartsWith(folder, StringComparison.Ordinal), key)
        );
        Assert.Contains(folder + "original.png", keys);
        await AssertTypeAsync(bucket, folder + "original.png", "image/png");
        await AssertTypeAsync(bucket, folder + "thumb-256.webp", "image/webp");
        Assert.False(Directory.Exists(Path.Combine(server.DataFolder, "images")));

        await SweepAsync(server, bucket);

        var name = await server.House.ScalarAsync<string>("SELECT name FROM accounts WHERE id = @id", new { id });
        await server.Owner().PostAsync($"{People.Accounts}/{id}/erase", $$"""{"confirm": "{{name}}"}""");
        await People.ForgottenAsync(server, id);
        Assert.Equal(["folder-id"], await TestBuckets.KeysAsync(bucket, Cancel));
    }

    [Fact]
    public async Task Get_StoreGoesAway_IsSaidAndComesBack()
    {
        var bucket = await BucketAsync();
        await using var way = new CuttingProxy(bucket.Endpoint);
        await using var server = await StartAsync(bucket with { Endpoint = way.Url });
        var url = (await (await server.AddCallerAsync()).GenerateAsync(Bodies.Small()))
            .At("images")[0]
            .GetProperty("url")
            .GetString()!;
        var before = await server.Nobody().GetAsync(url);
        Assert.Equal(200, before.Status);
        await server.Nobody().ReadyAsync();

        way.Leave();

        await TestServer.UntilAsync(async () => (await server.Nobody().GetAsync("/readyz")).Status == 503);
        var away = await server.Nobody().GetAsync(url);
        Refusal.IsOpenAi(away, 503, "service_unavailable");
        Assert.DoesNotContain("127.0.0.1", away.Text, StringComparison.Ordinal);

        way.Return();

        await server.Nobody().ReadyAsync();
        Assert.Equal(before.Bytes, (await server.Nobody().GetAsync(url)).Bytes);
    }

    [Fact]
    public async Task Sweep_ObjectsWithoutARow_GoAfterADay_AnswersOfAKilledNodeToo()
    {
        var bucket = await BucketAsync();
        var answer = BlobKeys.OfSpool(Guid.CreateVersion7(), "answer");
        var unsent = Path.Combine("outgoing", "unsent", answer);
        await using var server = await StartAsync(bucket, folder => Leave(Path.Combine(folder, unsent)));
        var session = await Photo.UploadAsync(await server.AddCallerAsync());
        var blobs = server.Services.GetRequiredService<IBlobStore>();
        var (upload, mask) = (
            BlobKeys.FolderOfSession(SessionId.Create()),
            BlobKeys.FolderOfUpload(Guid.CreateVersion7())
        );
        await blobs.PutAsync(BlobKeys.In(upload, "input.jpg"), new byte[] { 1 }, BlobFacts.Unnamed, Cancel);
        await blobs.PutAsync(BlobKeys.In(mask, "original.png"), new byte[] { 1 }, BlobFacts.Unnamed, Cancel);
        var before = await TestBuckets.KeysAsync(bucket, Cancel);

        await SweepOrphansAsync(server, TimeSpan.FromHours(23));
        var young = await TestBuckets.KeysAsync(bucket, Cancel);
        await SweepOrphansAsync(server, TimeSpan.FromHours(25));
        var left = await TestBuckets.KeysAsync(bucket, Cancel);

        Assert.False(File.Exists(Path.Combine(server.DataFolder, unsent)));
        Assert.Contains(answer, before);
        Assert.Equal(before, young);
        Assert.Equal(["folder-id", $"{BlobKeys.FolderOfSession(session)}/input.jpg"], left);

        static void Leave(string path)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, [1, 2, 3]);
        }
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Sweep_RowWithoutItsObject_IsSaidAndGoesWithItsSession()
    {
        var bucket = await BucketAsync();
        await using var server = await StartAsync(bucket);
        var caller = await server.AddCallerAsync();
        var session = await Photo.UploadAsync(caller);
        using (var client = TestBuckets.Client(bucket))
        {
            await client.DeleteObjectAsync(bucket.Name, $"{BlobKeys.FolderOfSession(session)}/input.jpg", Cancel);
        }

        var shown = await caller.GetAsync($"/api/files/{session}?type=input");
        var started = await caller.PostAsync(PhotoServer.Generate, PhotoServer.Body(session, "\"style\": \"oil\""));
        var ended = await PhotoServer.EndOfAsync(caller, started.Header("Location")!);

        PhotoRefusal.Is(shown, 404, "FILE_NOT_FOUND");
        Assert.Equal("failed", ended.TextAt("status"));
        Assert.Equal(100_000, await caller.BalanceAsync());
        Assert.Equal(204, (await caller.DeleteAsync($"/api/sessions/{session}")).Status);
        Assert.Equal(["folder-id"], await TestBuckets.KeysAsync(bucket, Cancel));
        Assert.Equal(0, await server.House.ScalarAsync<long>("SELECT count(*) FROM photo_sessions"));
        await Photo.AssertSoundAsync(server);
    }

    [Fact]
    public async Task Start_WrongBucket_IsOneSentenceThatSaysWhatIsWrong()
    {
        var bucket = await BucketAsync();
        var wrongKey = await FailAsync(bucket with { SecretAccessKey = "another secret of mine" });
        var missing = await FailAsync(bucket with { Name = "no-such-bucket" });
        var nobody = await FailAsync(bucket with { Endpoint = new Uri("http://127.0.0.1:9") });

        Assert.Contains("refuses the key", wrongKey, StringComparison.Ordinal);
        Assert.DoesNotContain("another secret", wrongKey, StringComparison.Ordinal);
        Assert.Contains("no-such-bucket", missing, StringComparison.Ordinal);
        Assert.Contains("cannot be reached", nobody, StringComparison.Ordinal);

        static async Task<string> FailAsync(Bucket bucket)
        {
            await using var server = new TestServer { Adjust = settings => settings with { Bucket = bucket } };
            var failure = await Assert.ThrowsAsync<SettingsException>(() => server.InitializeAsync().AsTask());
            Assert.DoesNotContain('\n', failure.Message);
            return failure.Message;
        }
    }

    [Fact]
    [Trait("Requirement", "B-11")]
    public async Task Get_PresignedReads_SendOnOnlyWhoHoldsASignedAddress()
    {
        var bucket = await BucketAsync() with { PresignedReads = true };
        await using var server = await StartAsync(bucket);
        var caller = await server.AddCallerAsync();
        var image = (await caller.GenerateAsync(Bodies.Small())).At("images")[0];
        var url = image.GetProperty("url").GetString()!;
        var nobody = server.Nobody();
        var proxied = await nobody.GetAsync(url, ("Origin", "http://localhost"));
        using var http = new HttpClient();

        var sent = await nobody.GetAsync(url);
        using var there = await http.GetAsync(sent.Header("Location"), Cancel);

        Assert.Equal((200, 307), (proxied.Status, sent.Status));
        Assert.StartsWith(bucket.Endpoint.ToString(), sent.Header("Location"), StringComparison.Ordinal);
        // Our pages' policy counts where a redirect leads to as well.
        Assert.Contains(
            $" {new Uri(sent.Header("Location")!).GetLeftPart(UriPartial.Authority)};",
            (await nobody.GetAsync("/healthz")).Header("Content-Security-Policy")!,
            StringComparison.Ordinal
        );
        Assert.Equal("no-store, private", sent.Header("Cache-Control"));
        Assert.Equal(proxied.Bytes, await there.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal("image/png", there.Content.Headers.ContentType!.ToString());
        Assert.Equal(proxied.Header("Content-Disposition"), there.Content.Headers.ContentDisposition!.ToString());
        var life = int.Parse(new Uri(sent.Header("Location")!).Query.Split("X-Amz-Expires=")[1].Split('&')[0], null);
        Assert.InRange(life, 30, 60);

        // All else goes through us: who has a key, who only asks, who knows it already, what is rendered.
        var byKey = await caller.GetAsync($"/v1/images/{image.GetProperty("id")}/original");
        var head = await nobody.SendAsync(HttpMethod.Head, url, null);
        var known = await nobody.GetAsync(url, ("If-None-Match", proxied.Header("ETag")!));
        var rendered = await nobody.GetAsync(
            (await caller.PostAsync($"/v1/images/{image.GetProperty("id")}/urls", """{"width": 32}""")).TextAt("url")!
        );
        var altered = await nobody.GetAsync(url + "0");
        Assert.Equal(
            (200, 200, 304, 200, 403),
            (byKey.Status, head.Status, known.Status, rendered.Status, altered.Status)
        );
        Assert.Equal(proxied.Bytes, byKey.Bytes);

        // A picture that must carry the mark: the address is of the file with it.
        var free = await server.AddCallerAsync(tier: "free");
        var marked = (await free.GenerateAsync(Bodies.Small())).At("images")[0];
        var toMarked = await nobody.GetAsync(marked.GetProperty("url").GetString()!);
        var markedByKey = await free.GetAsync($"/v1/images/{marked.GetProperty("id")}/original");
        Assert.Equal(markedByKey.Bytes, await http.GetByteArrayAsync(toMarked.Header("Location"), Cancel));
        var clean = Assert.Single(
            await TestBuckets.KeysAsync(bucket, Cancel),
            key => key.EndsWith("/clean.png", StringComparison.Ordinal)
        );
        Assert.Contains($"/{marked.GetProperty("id")}/", clean, StringComparison.Ordinal);
        Assert.DoesNotContain("clean.png", toMarked.Header("Location"), StringComparison.Ordinal);
    }

    // Files of pictures without a row go after a week, those of pictures stay.
    private static async Task SweepAsync(TestServer server, Bucket bucket)
    {
        var blobs = server.Services.GetRequiredService<IBlobStore>();
        var before = await TestBuckets.KeysAsync(bucket, Cancel);
        for (var index = 0; index < 12; index++)
        {
            var key = BlobKeys.OfImage(Guid.CreateVersion7(), Guid.CreateVersion7(), "original.png");
            await blobs.PutAsync(key, new byte[] { 1 }, BlobFacts.Unnamed, Cancel);
        }

        var spool = BlobKeys.OfSpool(Guid.CreateVersion7(), "answer");
        await blobs.PutAsync(spool, new byte[] { 1 }, BlobFacts.Unnamed, Cancel);

        Assert.Equal(0, await RunAsync(TimeSpan.FromDays(6.9)));
        Assert.Equal(12, await RunAsync(TimeSpan.FromDays(7.1)));
        Assert.Equal(before, (await TestBuckets.KeysAsync(bucket, Cancel)).Where(key => key != spool));

        Task<int> RunAsync(TimeSpan later) => SweepOrphansAsync(server, later);
    }

    private static Task<int> SweepOrphansAsync(TestServer server, TimeSpan later) =>
        new OrphanSweeper(
            server.Services.GetRequiredService<IBlobStore>(),
            server.Services.GetRequiredService<ImageStore>(),
            server.Services.GetRequiredService<PhotoCleanStore>(),
            server.Services.GetRequiredService<StepStore>(),
            new FakeTimeProvider(TimeProvider.System.GetUtcNow() + later),
            NullLogger<OrphanSweeper>.Instance
        ).RunOnceAsync(Cancel);

    private static async Task AssertTypeAsync(Bucket bucket, string key, string type)
    {
        using var client = TestBuckets.Client(bucket);
        Assert.Equal(type, (await client.GetObjectMetadataAsync(bucket.Name, key, Cancel)).ContentType);
    }

    private static async Task<Bucket> BucketAsync()
    {
        Assert.SkipUnless(SwiftServer.IsInstalled, SwiftServer.Missing);
        return await TestBuckets.CreateAsync(Cancel);
    }

    private static async Task<TestServer> StartAsync(Bucket bucket, Action<string>? prepare = null)
    {
        var server = new TestServer
        {
            Adjust = settings =>
            {
                prepare?.Invoke(settings.DataFolder);
                return settings with { Bucket = bucket };
            },
        };
        await server.InitializeAsync();
        return server;
    }
}
