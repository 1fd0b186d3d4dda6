using Atelier.Data.Blobs.Buckets;
using Atelier.Engine.Photos;
using Atelier.Engine.Renditions;
using Atelier.Server.Tests.Accounts;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Buckets;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Photos;

/// <summary>What is left of a session once its time is over: in files or in a bucket, in the node's cache, in the database.</summary>
public sealed class LeftoverTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Requirement", "B-10")]
    [Trait("Requirement", "B-53")]
    [Trait("Requirement", "B-55")]
    [Trait("Requirement", "B-81")]
    public async Task Sweep_SessionThatWasUploadedRestyledAndShown_LeavesNothingButTheBooks(bool inBucket)
    {
        Assert.SkipUnless(!inBucket || SwiftServer.IsInstalled, SwiftServer.Missing);
        var bucket = inBucket ? await TestBuckets.CreateAsync(Cancel) : null;
        await using var server = new TestServer
        {
            Replace = services =>
            {
                OpenUploads.WithoutLimits(services);
                services.AddStill<PhotoSweeper>();
            },
            Adjust = settings => settings with { Bucket = bucket },
        };
        await server.InitializeAsync();
        var caller = await server.AddCallerAsync();
        var before = await FilesAsync(server, bucket);
        var session = await Photo.UploadAsync(caller);
        var task = await PhotoServer.StartAsync(
            caller,
            session,
            $"\"style\": \"oil\", {PhotoServer.Field("customPrompt", LogCapture.PromptWord)}"
        );
        Assert.Equal("completed", (await PhotoServer.EndOfAsync(caller, task)).TextAt("status"));
        var images = await server.House.ScalarAsync<Guid[]>(
            "SELECT array_agg(id) FROM images WHERE session_id = @session",
            new { session }
        );
        Assert.Equal(2, images!.Length);
        foreach (var image in images)
        {
            var address = await caller.PostAsync($"/v1/images/{image}/urls", """{"width": 24}""");
            Assert.Equal(200, (await server.Nobody().GetAsync(address.TextAt("url")!)).Status);
        }

        Assert.Equal(images.Order(), Cached(server).Select(Path.GetFileName).Select(Guid.Parse!).Order());
        Assert.Contains(
            (await FilesAsync(server, bucket)).Except(before),
            file => file.Contains($"{session}", StringComparison.Ordinal)
        );
        var books = await BooksAsync(server);

        await server.House.MoveClockAsync(TimeSpan.FromHours(5));
        var report = await server.Owner().PostAsync("/api/cleanup", "");
        await server.Services.GetRequiredService<CacheSweeper>().RunOnceAsync(Cancel);

        Assert.Equal(1, report.At("removedSessions").GetInt32());
        Assert.Equal(before, await FilesAsync(server, bucket));
        Assert.Empty(Cached(server));
        Assert.Empty(await Photo.Checker(server).LeftOfAsync(session, [EmulatedServer.IdOf(task)], Cancel));
        Assert.Empty(await HouseTexts.WithAsync(server.House, $"{session}"));
        Assert.Empty(await HouseTexts.WithAsync(server.House, LogCapture.PromptWord));
        Assert.Equal(books, await BooksAsync(server));
        Assert.True((await server.Owner().GetAsync("/admin/api/ledger/check")).At("balanced").GetBoolean());
        await Photo.AssertSoundAsync(server);
    }

    private static Task<string?> BooksAsync(TestServer server) =>
        server.House.ScalarAsync<string>("SELECT md5(string_agg(l::text, ',' ORDER BY l::text)) FROM ledger l");

    // Objects of the bucket, and all that the node has on its own disk but what it keeps of itself.
    private static async Task<IReadOnlyList<string>> FilesAsync(TestServer server, Bucket? bucket)
    {
        var files = ((string[])["sessions", "images", "spool", "uploads", "outgoing", "cache/uploads"])
            .Select(folder => Path.Combine(server.DataFolder, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories))
            .Where(entry => File.Exists(entry) || entry.Contains("/sessions/", StringComparison.Ordinal));
        return
        [
            .. files.Order(StringComparer.Ordinal),
            .. bucket is null ? [] : await TestBuckets.KeysAsync(bucket, Cancel),
        ];
    }

    private static IEnumerable<string> Cached(TestServer server) =>
        Directory
            .EnumerateDirectories(Path.Combine(server.DataFolder, "cache", "renditions"))
            .Where(folder => Path.GetFileName(folder) != ".tmp");
}
