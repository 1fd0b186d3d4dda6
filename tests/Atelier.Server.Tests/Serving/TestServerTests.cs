using System.Net;
using System.Net.Sockets;

namespace Atelier.Server.Tests.Serving;

public sealed class TestServerTests
{
    [Fact]
    public async Task StartAtAsync_SomebodyTookThePort_StartsAtAnother()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var origins = new List<string>();

        await using var server = await TestServer.StartAtAsync(origin =>
        {
            origins.Add(origins.Count == 0 ? $"http://{taken.LocalEndpoint}" : origin);
            return new TestServer { Adjust = settings => settings with { Urls = origins[^1] } };
        });

        Assert.Equal(2, origins.Count);
        Assert.Equal(new Uri(origins[1]), server.Url);
        Assert.Equal(200, (await server.Nobody().GetAsync("/healthz")).Status);
    }
}
