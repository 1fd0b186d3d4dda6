using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.Http;

public sealed class DownloadTests
{
    private const string Png = "image/png";

    private readonly MemorySpool _spool = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("image/png")]
    [InlineData("image/jpeg")]
    [InlineData("image/webp")]
    [InlineData("IMAGE/PNG")]
    // What stores say of files that nobody told them of; whether it is a picture is seen by its first bytes.
    [InlineData("image/jpg")]
    [InlineData("application/octet-stream")]
    [InlineData("binary/octet-stream")]
    public async Task DownloadAsync_Picture_IsKeptAndAskedForWithoutTheKey(string mediaType)
    {
        await using var server = await StubServer.AnsweringAsync(200, "pixels", mediaType);
        using var site = Sites.To(server.Url);

        await site.DownloadAsync(new Uri(server.Url, "/f.png?sig=1"), _spool, "picture-0", Cancel);

        Assert.Equal("pixels"u8.ToArray(), _spool.Parts["picture-0"]);
        var request = Assert.Single(server.Requests);
        Assert.Equal(("GET", "/f.png?sig=1"), (request.Method, request.Path));
        Assert.DoesNotContain("Authorization", request.Headers.Keys);
    }

    [Fact]
    public async Task DownloadAsync_HostOnTheList_IsAsked()
    {
        await using var files = await StubServer.AnsweringAsync(200, "pixels", Png);
        using var site = Sites.To(new Uri("http://127.0.0.1:1"), null, files.Url.Authority);

        await site.DownloadAsync(new Uri(files.Url, "/f.png"), _spool, "picture-0", Cancel);

        Assert.Single(_spool.Parts);
    }

    [Fact]
    public async Task DownloadAsync_OtherPortOfTheBaseHost_IsNotAsked()
    {
        await using var other = await StubServer.AnsweringAsync(200, "pixels", Png);
        using var site = Sites.To(new Uri("http://127.0.0.1:1"));

        var failure = await FailAsync(site, new Uri(other.Url, "/f.png"));

        AssertUnreadable(failure);
        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData("https://api.example.com", "https://evil.example.com/f.png")]
    [InlineData("https://api.example.com", "https://api.example.com.evil.example/f.png")]
    [InlineData("https://api.example.com", "https://api.example.com:8443/f.png")]
    [InlineData("https://api.example.com", "https://api.example.com@evil.example/f.png")]
    [InlineData("https://api.example.com", "https://user@api.example.com/f.png")]
    [InlineData("https://api.example.com", "http://api.example.com/f.png")]
    [InlineData("https://api.example.com", "file:///etc/passwd")]
    [InlineData("https://api.example.com", "ftp://api.example.com/f.png")]
    public async Task DownloadAsync_AddressOffTheList_IsRefusedAtOnce(string site, string address)
    {
        using var sut = Sites.To(new Uri(site));

        AssertUnreadable(await FailAsync(sut, new Uri(address)));
    }

    [Fact]
    public async Task DownloadAsync_RelativeAddress_IsRefused()
    {
        using var site = Sites.To(new Uri("https://api.example.com"));

        AssertUnreadable(await FailAsync(site, new Uri("/f.png", UriKind.Relative)));
    }

    // 8.8.8.8 is never asked: it only stands for a provider outside.
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task DownloadAsync_PrivateAddressAtAPublicProvider_IsRefused(string host)
    {
        await using var inside = await StubServer.AnsweringAsync(200, "pixels", Png);
        var address = new UriBuilder(inside.Url) { Host = host, Path = "/f.png" }.Uri;
        using var site = Sites.To(new Uri("http://8.8.8.8"), null, address.Authority);

        var failure = await FailAsync(site, address);

        AssertUnreadable(failure);
        Assert.Contains("private", failure.Message, StringComparison.Ordinal);
        Assert.Empty(inside.Requests);
    }

    [Fact]
    public async Task DownloadAsync_Redirect_IsNotFollowed()
    {
        await using var other = await StubServer.AnsweringAsync(200, "pixels", Png);
        await using var server = await StubServer.AnsweringAsync(
            302,
            "",
            Png,
            ("Location", new Uri(other.Url, "/f.png").ToString())
        );
        using var site = Sites.To(server.Url, null, other.Url.Authority);

        AssertUnreadable(await FailAsync(site, new Uri(server.Url, "/f.png")));
        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData(403, FailureKind.Unreadable, true)]
    [InlineData(404, FailureKind.Unreadable, true)]
    [InlineData(410, FailureKind.Unreadable, true)]
    [InlineData(400, FailureKind.Unreadable, false)]
    [InlineData(206, FailureKind.Unreadable, false)]
    [InlineData(429, FailureKind.RateLimited, false)]
    [InlineData(503, FailureKind.ServerError, false)]
    public async Task DownloadAsync_ErrorStatus_TellsWhetherAFreshAddressMayHelp(
        int status,
        FailureKind kind,
        bool stale
    )
    {
        await using var server = await StubServer.AnsweringAsync(status, "x", Png, ("Retry-After", "3"));
        using var site = Sites.To(server.Url);

        var failure = await FailAsync(site, new Uri(server.Url, "/f.png"));

        Assert.Equal((kind, Charge.None, status), (failure.Kind, failure.Charge, failure.Status));
        Assert.Equal(stale, FailureMap.IsStaleAddress(failure));
        Assert.Equal(TimeSpan.FromSeconds(3), failure.RetryAfter);
    }

    [Theory]
    [InlineData("text/html", "pixels")]
    [InlineData("image/svg+xml", "pixels")]
    [InlineData("application/json", "pixels")]
    [InlineData("text/plain", "pixels")]
    [InlineData("", "pixels")]
    [InlineData("image/png", "")]
    public async Task DownloadAsync_NoPicture_IsRefused(string mediaType, string body)
    {
        await using var server = await StubServer.AnsweringAsync(200, body, mediaType);
        using var site = Sites.To(server.Url);

        AssertUnreadable(await FailAsync(site, new Uri(server.Url, "/f.png")));
    }

    [Fact]
    public async Task DownloadAsync_LengthSaysMoreThanComes_IsLostAndNothingIsKept()
    {
        await using var server = RawServer.Sending(_ =>
            "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 9\r\n\r\npixels"u8.ToArray()
        );
        using var site = Sites.To(server.Url);

        var failure = await FailAsync(site, new Uri(server.Url, "/f.png"));

        Assert.Equal((FailureKind.Lost, Charge.None), (failure.Kind, failure.Charge));
    }

    [Fact]
    public async Task DownloadAsync_TooLargeByItsLength_IsRefusedUnread()
    {
        await using var server = await StubServer.StartAsync(context =>
        {
            context.Response.ContentType = Png;
            context.Response.ContentLength = (100 * 1024 * 1024) + 1;
            return context.Response.StartAsync(context.RequestAborted);
        });
        using var site = Sites.To(server.Url);

        AssertUnreadable(await FailAsync(site, new Uri(server.Url, "/f.png")));
    }

    [Fact]
    public async Task DownloadAsync_TooLargeWithoutALength_EndsAtTheLimit()
    {
        var part = new byte[1024 * 1024];
        await using var server = await StubServer.StartAsync(async context =>
        {
            context.Response.ContentType = Png;
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(part, context.RequestAborted);
            }
        });
        using var site = Sites.To(server.Url);

        AssertUnreadable(await FailAsync(site, new Uri(server.Url, "/f.png")));
    }

    [Fact]
    public async Task DownloadAsync_Canceled_IsCanceled()
    {
        using var canceled = new CancellationTokenSource();
        await using var server = await StubServer.StartAsync(async context =>
        {
            await canceled.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        using var site = Sites.To(server.Url);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            site.DownloadAsync(new Uri(server.Url, "/f.png"), _spool, "picture-0", canceled.Token)
        );
    }

    private static void AssertUnreadable(ProviderException failure) =>
        Assert.Equal((FailureKind.Unreadable, Charge.None), (failure.Kind, failure.Charge));

    private async Task<ProviderException> FailAsync(ProviderSite site, Uri address)
    {
        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            site.DownloadAsync(address, _spool, "picture-0", Cancel)
        );
        Assert.Empty(_spool.Parts);
        return failure;
    }
}
