using Atelier.Core.Policy;
using Atelier.Engine.Checking;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Photos;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Photos;

/// <summary>Uploads that a check finds something in, or that cannot be checked.</summary>
public sealed class UploadCheckTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "B-65")]
    public async Task Upload_ByWhatTheCheckSays_IsRefusedOrKept()
    {
        var checker = new Checker { Outcome = "fails" };
        await using var server = new TestServer
        {
            Replace = services => services.AddSingleton<IPictureChecker>(checker),
        };
        await server.InitializeAsync();
        var caller = await server.AddCallerAsync();
        var photo = await PhotoBytes.JpegAsync();

        PhotoRefusal.Is(await caller.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form(photo)), 422, "CONTENT_POLICY");
        checker.Outcome = "breaks";
        PhotoRefusal.Is(await caller.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form(photo)), 422, "CONTENT_POLICY");
        Assert.Equal(0, await server.House.ScalarAsync<long>("SELECT count(*) FROM images"));
        Assert.False(Directory.Exists(Path.Combine(server.DataFolder, "sessions")));

        checker.Outcome = "passes";
        await Photo.UploadAsync(caller);
        Assert.Equal(
            "passed",
            await server.House.ScalarAsync<string>("SELECT checks->>'nsfw' FROM images WHERE generation_id IS NULL")
        );
    }

    [Fact]
    [Trait("Requirement", "B-65")]
    public async Task Upload_ChecksAreRequiredAndMissing_IsRefused()
    {
        await using var server = new TestServer
        {
            Replace = services => services.PostConfigure<CheckOptions>(checks => checks.Image = ImageRule.Required),
        };
        await server.InitializeAsync();
        var caller = await server.AddCallerAsync();

        var answer = await caller.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form(await PhotoBytes.JpegAsync()));

        PhotoRefusal.Is(answer, 422, "CONTENT_POLICY");
    }

    [Fact]
    public async Task Upload_ManyAtOnce_LosesNoneAndHoldsFewInMemory()
    {
        var checker = new Checker();
        await using var server = new TestServer
        {
            Replace = services =>
            {
                OpenUploads.WithoutLimits(services);
                services.AddSingleton<IPictureChecker>(checker);
            },
        };
        await server.InitializeAsync();
        var caller = await server.AddCallerAsync();
        var photo = await PhotoBytes.JpegAsync(320, 240);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(_ => caller.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form(photo)))
        );

        Assert.All(answers, answer => Assert.True(answer.Status == 200, answer.Text));
        Assert.Equal(40, answers.Select(answer => answer.TextAt("sessionId")).Distinct().Count());
        Assert.InRange(checker.Most, 1, 4);
        Assert.Empty(await Photo.Checker(server).CheckAsync(Cancel));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(server.DataFolder, "cache", "uploads")));
    }

    private sealed class Checker : IPictureChecker
    {
        public string Outcome { get; set; } = "passes";

        private int _now;
        private int _most;

        public int Most => _most;

        public PictureCheck Check => PictureCheck.Nsfw;

        public ValueTask<bool> IsAvailableAsync(CancellationToken cancellationToken) => new(true);

        public async Task<CheckOutcome> CheckAsync(CheckedPicture picture, CancellationToken cancellationToken)
        {
            var now = Interlocked.Increment(ref _now);
            InterlockedMax(now);
            await Task.Yield();
            Interlocked.Decrement(ref _now);
            return Outcome switch
            {
                "fails" => CheckOutcome.Failed,
                "breaks" => throw new InvalidOperationException("The check broke."),
                _ => CheckOutcome.Passed,
            };
        }

        private void InterlockedMax(int now)
        {
            for (var most = _most; now > most; most = _most)
            {
                Interlocked.CompareExchange(ref _most, now, most);
            }
        }
    }
}
