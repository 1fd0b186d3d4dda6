using System.Net;
using System.Net.Sockets;
using Atelier.Providers.Http;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.Http;

public sealed class GuardedConnectTests
{
    private static readonly IPAddress Outside = IPAddress.Parse("8.8.8.8");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    public async Task ConnectAsync_HostInside_IsNotConnectedTo(string host)
    {
        await using var inside = await StubServer.AnsweringAsync(200, "inside");
        var sut = new GuardedConnect(address => !PrivateAddress.Is(address));

        await Assert.ThrowsAsync<PrivateAddressException>(() => sut.ConnectAsync(host, inside.Url.Port, Cancel));

        Assert.Empty(inside.Requests);
    }

    [Fact]
    public async Task ConnectAsync_OneOfSeveralAddressesInside_IsNotConnectedTo()
    {
        var sut = Sut([Outside, IPAddress.Loopback]);

        await Assert.ThrowsAsync<PrivateAddressException>(() => sut.ConnectAsync("two.example.com", 443, Cancel));
    }

    [Fact]
    public async Task ConnectAsync_NameThatChangesItsMind_IsResolvedOnceAndConnectedToAsChecked()
    {
        await using var server = new RawServer((_, _) => Task.CompletedTask);
        var asked = 0;
        var seen = new List<IPAddress>();
        // First what may be reached, afterwards nothing that answers.
        var sut = new GuardedConnect(
            address =>
            {
                seen.Add(address);
                return true;
            },
            (_, _) => Task.FromResult<IPAddress[]>([++asked == 1 ? IPAddress.Loopback : Outside])
        );

        await using var stream = await sut.ConnectAsync("moody.example.com", server.Url.Port, Cancel);

        var socket = Assert.IsType<NetworkStream>(stream).Socket;
        Assert.True(IPAddress.Loopback.Equals(((IPEndPoint)socket.RemoteEndPoint!).Address.MapToIPv4()));
        Assert.Equal((1, 1), (asked, seen.Count));
    }

    [Fact]
    public async Task ConnectAsync_NameWithoutAddresses_IsNotFound()
    {
        var failure = await Assert.ThrowsAsync<SocketException>(() =>
            Sut([]).ConnectAsync("none.example.com", 443, Cancel)
        );

        Assert.Equal(SocketError.HostNotFound, failure.SocketErrorCode);
    }

    [Fact]
    public async Task ForFiles_PrivateHost_FailsBeforeAnythingIsSent()
    {
        await using var inside = await StubServer.AnsweringAsync(200, "inside");
        using var client = SiteClients.ForFiles(
            new GuardedConnect(address => !PrivateAddress.Is(address)).ConnectAsync
        );

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(inside.Url, Cancel));

        Assert.IsType<PrivateAddressException>(failure.InnerException);
        Assert.Empty(inside.Requests);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task ForFiles_Redirect_IsAnAnswerAndNotFollowed(int status)
    {
        await using var other = await StubServer.AnsweringAsync(200, "other");
        await using var server = await StubServer.AnsweringAsync(
            status,
            "",
            headers: ("Location", other.Url.ToString())
        );
        using var client = SiteClients.ForFiles(new GuardedConnect(_ => true).ConnectAsync);

        using var answer = await client.PostAsync(server.Url, new StringContent("hook"), Cancel);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public void Handler_Any_HasNoProxyCookiesOrUnpacking()
    {
        using var handler = SiteClients.Handler();

        Assert.Equal(
            (false, false, false, DecompressionMethods.None),
            (handler.UseProxy, handler.UseCookies, handler.AllowAutoRedirect, handler.AutomaticDecompression)
        );
    }

    private static GuardedConnect Sut(IPAddress[] addresses) =>
        new(address => !PrivateAddress.Is(address), (_, _) => Task.FromResult(addresses));
}
