using Atelier.Server.Accounts;
using Atelier.Server.Limits;
using Atelier.Server.Tests.Serving;
using Atelier.Server.Tests.Wall;
using Atelier.TestKit.Photos;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Photos;

/// <summary>More uploads at once than there is room for.</summary>
public sealed class ManyUploadsTests
{
    [Fact]
    public async Task Upload_MoreAtOnceThanThereIsRoomFor_IsToldToComeBackAndThenTaken()
    {
        await using var server = await StartAsync(most: 1, anHour: 10_000);
        var caller = await server.AddCallerAsync();
        Answer? refused = null;
        using (await SlowAsync(server, caller))
        {
            await TestServer.UntilAsync(async () => await UsedAsync(server) == 1);
            refused = await caller.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form([1]));
        }

        PhotoRefusal.Is(refused!, 503, "BUSY", "Too many uploads at this moment; try again in a few seconds.");
        Assert.Equal("10", refused!.Header("Retry-After"));
        // Whoever hung up gives the place back.
        await TestServer.UntilAsync(async () =>
            (await caller.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form([1]))).Status == 400
        );
        await Photo.UploadAsync(caller);
    }

    [Fact]
    [Trait("Requirement", "B-62")]
    public async Task Upload_FullHouse_TakesNothingFromTheUploadsOfTheHour()
    {
        await using var server = await StartAsync(most: 1, anHour: 2);
        var caller = await server.AddCallerAsync();
        using (await SlowAsync(server, caller))
        {
            await TestServer.UntilAsync(async () => await UsedAsync(server) == 1);
            for (var call = 0; call < 5; call++)
            {
                var refused = await caller.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form([1]));
                PhotoRefusal.Is(refused, 503, "BUSY", "Too many uploads at this moment; try again in a few seconds.");
            }

            Assert.Equal(1, await UsedAsync(server));
        }

        Answer? taken = null;
        var photo = await PhotoBytes.JpegAsync();
        await TestServer.UntilAsync(async () =>
            (taken = await caller.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form(photo))).Status != 503
        );
        Assert.True(taken!.Status == 200, taken.Text);
        PhotoRefusal.Is(
            await caller.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form(photo)),
            429,
            "RATE_LIMITED",
            "Upload limit exceeded, please try again later."
        );
    }

    [Fact]
    [Trait("Requirement", "B-62")]
    public async Task Upload_KeyThatIsKnown_TakesNothingFromTheUploadsOfTheHourEvenWhenItIsUsedUp()
    {
        await using var server = await StartAsync(most: 256, anHour: 2);
        var caller = await server.AddCallerAsync();
        var photo = await PhotoBytes.JpegAsync();
        var session = await Photo.UploadAsync(caller, ("Idempotency-Key", "one"));

        for (var call = 0; call < 3; call++)
        {
            Assert.Equal(session, await Photo.UploadAsync(caller, ("Idempotency-Key", "one")));
        }

        Assert.Equal(1, await UsedAsync(server));
        await Photo.UploadAsync(caller);
        PhotoRefusal.Is(
            await caller.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form(photo), ("Idempotency-Key", "two")),
            429,
            "RATE_LIMITED"
        );
        Assert.Equal(session, await Photo.UploadAsync(caller, ("Idempotency-Key", "one")));
    }

    [Fact]
    public async Task Upload_OneSenderHoldsManyPlaces_LeavesSomeForOthers()
    {
        await using var server = await StartAsync(most: 5, anHour: 10_000);
        var (slow, other) = (await server.AddCallerAsync(), await server.AddCallerAsync());
        var lines = new List<RawClient>();
        try
        {
            for (var line = 0; line < 4; line++)
            {
                lines.Add(await SlowAsync(server, slow));
            }

            await TestServer.UntilAsync(async () => await UsedAsync(server) == 4);
            var refused = await slow.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form([1]));

            PhotoRefusal.Is(
                refused,
                503,
                "BUSY",
                "Too many of your uploads are under way; try again in a few seconds."
            );
            Assert.Equal("10", refused.Header("Retry-After"));
            await Photo.UploadAsync(other);
        }
        finally
        {
            lines.ForEach(line => line.Dispose());
        }

        await TestServer.UntilAsync(async () =>
            (await slow.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form([1]))).Status == 400
        );
    }

    private static async Task<TestServer> StartAsync(int most, int anHour)
    {
        var server = new TestServer
        {
            Replace = services =>
            {
                OpenUploads.WithoutLimits(services);
                services.PostConfigure<AddressLimitOptions>(limits => limits.Uploads = anHour);
                services.PostConfigure<PhotoOptions>(photo =>
                {
                    photo.MaxUploads = most;
                    // Who holds a place gives it back when the test says so.
                    (photo.GraceSeconds, photo.SilenceSeconds) = (60, 600);
                });
            },
        };
        await server.InitializeAsync();
        return server;
    }

    // An upload whose body never comes.
    private static async Task<RawClient> SlowAsync(TestServer server, TestCaller caller)
    {
        var line = await RawClient.OpenAsync(server);
        await line.SendAsync(
            $"POST {Photo.Door} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {caller.Key}\r\n"
                + "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n"
        );
        return line;
    }

    // Each has its place by then.
    private static Task<int> UsedAsync(TestServer server) =>
        server.House.ScalarAsync<int>("SELECT used FROM call_windows WHERE scope = 'address uploads'");
}
