using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Wall;

/// <summary>Clients that hold connections by saying nothing.</summary>
public sealed class IdleClientTests(RestlessServer restless) : IClassFixture<RestlessServer>
{
    [Fact]
    public async Task Headers_NothingAtAll_AreCutOff()
    {
        using var client = await RawClient.OpenAsync(restless.Server);

        Assert.Equal("", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task Connection_Idle_IsClosed()
    {
        // Empty where the first byte came too late for a server that is as restless as this one.
        var answer = "";
        await TestServer.UntilAsync(async () =>
            (
                answer = await RawClient.AskAsync(restless.Server, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            ).Length > 0
        );

        // To its end, which comes by itself.
        Assert.Equal(200, RawClient.StatusOf(answer));
    }
}
