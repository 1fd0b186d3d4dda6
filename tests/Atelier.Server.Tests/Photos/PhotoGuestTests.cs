using Atelier.Server.Accounts;
using Atelier.Server.Tests.Serving;
using Atelier.Server.Tests.Wall;
using Atelier.TestKit.Photos;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Photos;

/// <summary>Visitors without a key at the photo doors.</summary>
public sealed class PhotoGuestTests : IAsyncLifetime
{
    private readonly TestServer _server = new()
    {
        Replace = services => services.PostConfigure<PhotoOptions>(photo => photo.AllowAnonymous = true),
    };

    private TestCaller Nobody => _server.Nobody();

    private (string, string) Origin => ("Origin", _server.Url.GetLeftPart(UriPartial.Authority));

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    [Trait("Requirement", "B-68")]
    public async Task Upload_WithoutKeyAndCookie_MakesAGuestWhoOwnsTheSession()
    {
        var photo = await PhotoBytes.JpegAsync();
        var refused = await Nobody.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form([1, 2, 3]), Origin);
        var came = await Nobody.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form(photo), Origin);

        Assert.True(came.Status == 200, came.Text);
        var cookie = Cookie(came);
        Assert.Contains("httponly", came.Header("Set-Cookie"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", came.Header("Set-Cookie"), StringComparison.OrdinalIgnoreCase);
        // Who is refused becomes nobody.
        PhotoRefusal.Is(refused, 400, "INVALID_FILE_TYPE");
        Assert.Null(refused.Header("Set-Cookie"));
        Assert.Equal(1, await _server.House.ScalarAsync<long>("SELECT count(*) FROM guests"));
        Assert.Equal("free", await _server.House.ScalarAsync<string>("SELECT tier FROM accounts WHERE guest"));

        var session = came.TextAt("sessionId");
        Assert.Equal(200, (await Nobody.GetAsync($"/api/files/{session}?type=input", cookie)).Status);
        PhotoRefusal.Is(await Nobody.GetAsync($"/api/files/{session}?type=input"), 401, "UNAUTHORIZED");
        var second = await Nobody.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form(photo), Origin, cookie);
        Assert.Null(second.Header("Set-Cookie"));
        var other = Cookie(await Nobody.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form(photo), Origin));
        PhotoRefusal.Is(await Nobody.GetAsync($"/api/files/{session}?type=input", other), 404, "SESSION_NOT_FOUND");
        PhotoRefusal.Is(await Nobody.DeleteAsync($"/api/sessions/{session}", Origin, other), 404, "SESSION_NOT_FOUND");
        PhotoRefusal.Is(await Nobody.PostAsync("/api/cleanup", "", Origin, cookie), 401, "UNAUTHORIZED");
        Assert.Equal(204, (await Nobody.DeleteAsync($"/api/sessions/{session}", Origin, cookie)).Status);
        await Photo.AssertSoundAsync(_server);
    }

    [Fact]
    public async Task Upload_ThatCannotBeStored_MakesNoGuestAndTakesNoPlace()
    {
        var sessions = Path.Combine(_server.DataFolder, "sessions");
        await File.WriteAllTextAsync(sessions, "", TestContext.Current.CancellationToken);

        var lost = await Nobody.SendAsync(
            HttpMethod.Post,
            Photo.Door,
            Photo.Form(await PhotoBytes.JpegAsync()),
            Origin
        );

        PhotoRefusal.Is(lost, 503, "SERVICE_UNAVAILABLE");
        Assert.Equal(0, await _server.House.ScalarAsync<long>("SELECT count(*) FROM guests"));
        Assert.Equal(
            0,
            await _server.House.ScalarAsync<long>("SELECT count(*) FROM call_windows WHERE scope = 'guests'")
        );
    }

    [Fact]
    public async Task Upload_FromAnotherSiteOrWithAWrongKey_MakesNoGuest()
    {
        var photo = await PhotoBytes.JpegAsync();
        (string, string)[] strangers =
        [
            ("Origin", "https://evil.example"),
            ("Sec-Fetch-Site", "cross-site"),
            ("Authorization", "Bearer atl_wrong"),
        ];
        foreach (var stranger in strangers)
        {
            PhotoRefusal.Is(
                await Nobody.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form(photo), stranger),
                401,
                "UNAUTHORIZED"
            );
        }

        Assert.Equal(0, await _server.House.ScalarAsync<long>("SELECT count(*) FROM guests"));
    }

    [Fact]
    [Trait("Requirement", "B-62")]
    public async Task Upload_MoreThanTwentyAnHourOfOneAddress_IsRefused()
    {
        var caller = await _server.AddCallerAsync();
        for (var number = 0; number < 20; number++)
        {
            await caller.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form([1]));
        }

        var refused = await caller.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form(await PhotoBytes.JpegAsync()));

        PhotoRefusal.Is(refused, 429, "RATE_LIMITED", "Upload limit exceeded, please try again later.");
        Assert.NotNull(refused.Header("Retry-After"));

        // A client that sends everything before it reads learns why, and finds no reset.
        using var client = await RawClient.OpenAsync(_server);
        await client.SendAsync(
            $"POST {Photo.Door} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {caller.Key}\r\n"
                + "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 5000000\r\n\r\n"
        );
        await client.SendAsync(new string('a', 5_000_000));
        Assert.Contains("RATE_LIMITED", await client.ReadAsync(), StringComparison.Ordinal);
    }

    private (string, string) Cookie(Answer answer)
    {
        var cookie = answer.Header("Set-Cookie")!.Split(';')[0];
        _server.Logs.Forbid(cookie.Split('=')[1]);
        return ("Cookie", cookie);
    }
}
