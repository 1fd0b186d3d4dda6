using System.Net;
using Atelier.Server.Accounts;
using Atelier.Server.Authentication;
using Atelier.Server.Tests.Serving;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Accounts;

/// <summary>What the address of a guest is good for: it counts, and owns nothing.</summary>
public sealed class GuestDeskTests : IAsyncLifetime
{
    private readonly TestServer _server = new()
    {
        Replace = services => services.PostConfigure<PhotoOptions>(photo => photo.AllowAnonymous = true),
    };

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task ClaimsAsync_ClearedCookie_IsAnotherAccountAndTheSameVisitor()
    {
        var (first, second) = (await VisitAsync("203.0.113.7"), await VisitAsync("203.0.113.7"));
        var elsewhere = await VisitAsync("203.0.113.8");

        Assert.NotEqual(first.Account, second.Account);
        Assert.Equal(first.Visitor, second.Visitor);
        Assert.NotEqual(first.Visitor, elsewhere.Visitor);
        Assert.Matches("^[0-9a-f]{64}$", first.Visitor);
    }

    [Fact]
    public async Task ClaimsAsync_AddressesOfOneNetworkOfIpv6_AreOneVisitor()
    {
        var (first, second) = (await VisitAsync("2001:db8:1:2::1"), await VisitAsync("2001:db8:1:2:3:4:5:6"));

        Assert.Equal(first.Visitor, second.Visitor);
        Assert.NotEqual(first.Visitor, (await VisitAsync("2001:db8:1:3::1")).Visitor);
    }

    [Fact]
    public async Task ClaimsAsync_NoAddress_AreOneVisitorToo()
    {
        var (first, second) = (await VisitAsync(null), await VisitAsync(null));

        Assert.NotEqual(first.Account, second.Account);
        Assert.Equal(("", ""), (first.Visitor, second.Visitor));
    }

    private async Task<(string Account, string Visitor)> VisitAsync(string? address)
    {
        var guest = await _server
            .Nobody()
            .PostAsync("/v1/guests", "{}", ("Origin", _server.Url.GetLeftPart(UriPartial.Authority)));
        Assert.Equal(201, guest.Status);
        var context = new DefaultHttpContext { RequestServices = _server.Services };
        context.Connection.RemoteIpAddress = address is null ? null : IPAddress.Parse(address);
        context.Request.Method = "GET";
        context.Request.Path = "/v1/generations";
        context.Request.Headers.Cookie = guest.Header("Set-Cookie")!.Split(';')[0];
        var desk = _server.Services.GetRequiredService<GuestDesk>();

        var claims = (await desk.ClaimsAsync(context, TestContext.Current.CancellationToken))!.ToList();

        Assert.Equal(
            ["generate", "read"],
            claims.Where(claim => claim.Type == CallerClaims.Scope).Select(claim => claim.Value)
        );
        return (
            claims.Single(claim => claim.Type == CallerClaims.Account).Value,
            claims.Single(claim => claim.Type == CallerClaims.Visitor).Value
        );
    }
}
