using System.Net;
using System.Net.Sockets;
using Atelier.Core.Connections;

namespace Atelier.Core.Tests.Connections;

public sealed class CutConnectionHandlerTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public CutConnectionHandlerTests() => _listener.Start();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task SendAsync_CutAsItWasMade_IsAConnectionThatCouldNotBeMade()
    {
        using var sut = new HttpClient(
            new CutConnectionHandler(new SocketsHttpHandler { ConnectCallback = ConnectAndBeCutAsync })
        );

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() =>
            sut.GetAsync(new Uri($"http://{_listener.LocalEndpoint}/"), Cancel)
        );

        Assert.Equal(HttpRequestError.ConnectionError, failure.HttpRequestError);
    }

    // The other side breaks the connection off after it was made, and before .NET looks at it again.
    private async ValueTask<Stream> ConnectAndBeCutAsync(
        SocketsHttpConnectionContext context,
        CancellationToken cancellationToken
    )
    {
        var near = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await near.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
        using (var far = await _listener.AcceptSocketAsync(cancellationToken))
        {
            far.Close(timeout: 0);
        }

        near.Poll(-1, SelectMode.SelectRead);
        return new NetworkStream(near, ownsSocket: true);
    }
}
