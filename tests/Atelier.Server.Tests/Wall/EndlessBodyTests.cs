using Atelier.Server.Tests.Serving;
using Atelier.Server.Wall;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Wall;

/// <summary>Clients that never stop sending.</summary>
public sealed class EndlessBodyTests(EndlessBodyTests.CalmServer calm) : IClassFixture<EndlessBodyTests.CalmServer>
{
    [Fact]
    public async Task Body_WithoutEnd_IsRefusedAtTheLimit()
    {
        var caller = await calm.Server.AddCallerAsync();

        var answer = await SendWithoutEndAsync($"POST /v1/generations HTTP/1.1\r\nAuthorization: Bearer {caller.Key}");

        Assert.Equal(413, RawClient.StatusOf(answer));
    }

    [Theory]
    [InlineData("GET /healthz", 200)]
    [InlineData("POST /v1/callbacks/legnext/01931c00-0000-7000-8000-000000000000/x", 404)]
    public async Task Body_WithoutEndAtADoorThatTakesNone_IsNotReadForever(string door, int status) =>
        Assert.Equal(status, RawClient.StatusOf(await SendWithoutEndAsync($"{door} HTTP/1.1")));

    private async Task<string> SendWithoutEndAsync(string head)
    {
        using var client = await RawClient.OpenAsync(calm.Server);
        await client.SendAsync(
            $"{head}\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        );
        var writing = client.SendForeverAsync("1000\r\n" + new string(' ', 0x1000) + "\r\n");
        var answer = await client.ReadToEndAsync();
        await writing;
        return answer;
    }

    /// <summary>A server that finds nobody too slow.</summary>
    public sealed class CalmServer : IAsyncLifetime
    {
        public TestServer Server { get; } =
            new() { Replace = services => services.Configure<WallOptions>(wall => wall.BodyGraceSeconds = 30) };

        public ValueTask InitializeAsync() => Server.InitializeAsync();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
