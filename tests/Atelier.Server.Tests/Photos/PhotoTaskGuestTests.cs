using Atelier.Core.Errors;
using Atelier.Server.Accounts;
using Atelier.Server.Addresses;
using Atelier.Server.Photos;
using Atelier.Server.Tests.Serving;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Photos;

/// <summary>Visitors without a key at the working half of the photo service.</summary>
public sealed class PhotoTaskGuestTests : IAsyncLifetime
{
    private readonly EmulatedServer _server = new()
    {
        Replace = services => services.PostConfigure<PhotoOptions>(photo => photo.AllowAnonymous = true),
    };

    private TestCaller Nobody => _server.Server.Nobody();

    private (string, string) Origin => ("Origin", _server.Server.Url.GetLeftPart(UriPartial.Authority));

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    [Trait("Requirement", "B-13")]
    [Trait("Requirement", "B-51")]
    [Trait("Requirement", "B-52")]
    public async Task Guest_UploadsAndGenerates_IsCountedByCookieAndAddress()
    {
        Assert.Equal((0, 5), await UsageAsync());
        using var form = PhotoServer.Form(_server.Server);
        var uploaded = await Nobody.SendAsync(HttpMethod.Post, "/api/upload", form, Origin);
        Assert.True(uploaded.Status == 200, uploaded.Text);
        var cookie = ("Cookie", uploaded.Header("Set-Cookie")!.Split(';')[0]);
        _server.Server.Logs.Forbid(cookie.Item2.Split('=')[1]);
        var session = Guid.Parse(uploaded.TextAt("sessionId")!);

        // Without the cookie the session id proves nothing.
        var strange = await Nobody.PostAsync(PhotoServer.Generate, PhotoServer.Body(session), Origin);
        PhotoRefusal.Is(strange, 401, "UNAUTHORIZED");
        var started = await Nobody.PostAsync(PhotoServer.Generate, PhotoServer.Body(session), Origin, cookie);
        Assert.True(started.Status == 202, started.Text);
        Assert.Equal(200, (await Nobody.GetAsync(started.Header("Location")!, cookie)).Status);

        Assert.Equal((1, 4), await UsageAsync(cookie));
        // Who clears the cookie comes from the same address.
        Assert.Equal((1, 4), await UsageAsync());
        var kept = await _server.Server.House.ScalarAsync<string>(
            "SELECT concat_ws(' ', count(*), sum(pictures), min(length(visitor))) FROM visitor_usage"
        );
        Assert.Equal("1 1 32", kept);
        await TestServer.UntilAsync(() =>
            _server.Server.House.ScalarAsync<bool>("SELECT bool_and(finished_at IS NOT NULL) FROM generations")
        );
    }

    [Fact]
    [Trait("Requirement", "B-52")]
    public void Visitor_OnASocketWithoutAnAddress_Is400()
    {
        var addresses = _server.Server.Services.GetRequiredService<ClientAddress>();

        var error = Assert.Throws<AtelierException>(() =>
            PhotoUsageEndpoints.VisitorOf(new DefaultHttpContext(), addresses)
        );

        Assert.Equal((ErrorCode.InvalidRequest, "Could not determine client IP"), (error.Code, error.Message));
    }

    private async Task<(long Today, long Left)> UsageAsync(params (string, string)[] headers)
    {
        var usage = await Nobody.GetAsync("/api/usage", headers);
        Assert.True(usage.Status == 200, usage.Text);
        return (usage.At("generationsToday").GetInt64(), usage.At("remainingGenerations").GetInt64());
    }
}
