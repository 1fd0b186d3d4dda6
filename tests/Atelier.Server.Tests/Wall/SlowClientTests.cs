using Atelier.Server.Tests.Serving;
using Atelier.Server.Wall;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Wall;

/// <summary>Clients that hold connections by saying little.</summary>
public sealed class SlowClientTests(ImpatientServer impatient) : IClassFixture<ImpatientServer>
{
    private readonly TestServer _server = impatient.Server;

    [Fact]
    public async Task Headers_LetterByLetter_AreCutOff()
    {
        using var client = await RawClient.OpenAsync(_server);
        await client.SendAsync("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
        // It goes on writing, so that only the time for all headers ends it.
        var writing = client.SendForeverSlowlyAsync("a");

        var answer = await client.ReadToEndAsync();

        Assert.Equal(408, RawClient.StatusOf(answer));
        await writing;
    }

    [Theory]
    [InlineData("POST /v1/generations", "\"code\":\"too_slow\"")]
    [InlineData("POST /v1/images/generations", "\"code\":\"too_slow\"")]
    [InlineData("POST /api/generate", "{\"message\":\"The body came too slowly.\",\"code\":\"TOO_SLOW\"}")]
    [Trait("Requirement", "B-69")]
    public async Task Body_LetterByLetter_IsCutOffInTheShapeOfTheDoor(string door, string words)
    {
        var caller = await _server.AddCallerAsync();
        var before = await HouseState.ReadAsync(_server.House);
        using var client = await RawClient.OpenAsync(_server);
        await client.SendAsync(Head(caller, "Content-Length: 1000000", door));
        var writing = client.SendForeverSlowlyAsync(" ");

        var answer = await client.ReadToEndAsync();

        Assert.Equal(408, RawClient.StatusOf(answer));
        Assert.Contains(words, answer, StringComparison.Ordinal);
        await writing;
        Assert.Equal(before, await HouseState.ReadAsync(_server.House));
    }

    [Fact]
    public async Task Body_ShorterThanItsLength_IsCutOff()
    {
        var caller = await _server.AddCallerAsync();

        var answer = await RawClient.AskAsync(_server, Head(caller, "Content-Length: 5000") + Bodies.Small());

        Assert.Equal(408, RawClient.StatusOf(answer));
    }

    [Fact]
    public async Task Connections_MoreThanTheLimit_AreClosedAtOnceAndTheRestServed()
    {
        await using var own = new TestServer
        {
            Replace = services => services.Configure<WallOptions>(wall => wall.MaxConnections = 2),
        };
        await own.InitializeAsync();
        using var first = await RawClient.OpenAsync(own);
        using var second = await RawClient.OpenAsync(own);
        await first.SendAsync("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await second.SendAsync("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Assert.Equal(200, RawClient.StatusOf(await first.ReadAsync()));
        Assert.Equal(200, RawClient.StatusOf(await second.ReadAsync()));
        using var third = await RawClient.OpenAsync(own);

        Assert.Equal("", await third.ReadToEndAsync());

        await first.SendAsync("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Assert.Equal(200, RawClient.StatusOf(await first.ReadAsync()));
    }

    private static string Head(TestCaller caller, string length, string door = "POST /v1/generations") =>
        $"{door} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {caller.Key}\r\n"
        + $"Content-Type: application/json\r\n{length}\r\n\r\n";
}
