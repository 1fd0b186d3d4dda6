using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Wall;

/// <summary>Names that are not ours, in every way a request can say one.</summary>
public sealed class HostTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: localhost", 200)]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: LocalHost:65535", 200)]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: [::1]", 200)]
    [InlineData("GET http://localhost/healthz HTTP/1.1\r\nHost: localhost", 200)]
    [InlineData("GET http://evil.example/healthz HTTP/1.1\r\nHost: evil.example", 403)]
    [InlineData("GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost", 400)]
    [InlineData("GET http://localhost/healthz HTTP/1.1\r\nHost: evil.example", 400)]
    [InlineData("GET http://localhost@evil.example/healthz HTTP/1.1\r\nHost: evil.example", 403)]
    [InlineData("GET http://localhost@evil.example/healthz HTTP/1.1\r\nHost: localhost", 400)]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: localhost@evil.example", 400)]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: localhost", 403)]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: localhost.", 403)]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: [localhost]", 400)]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: localhost:80:80", 400)]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: localhost, evil.example", 400)]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example", 400)]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: evil.example/localhost", 400)]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: 127.1", 403)]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: 2130706433", 403)]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: ", 403)]
    [InlineData("GET /healthz HTTP/1.1\r\nAccept: */*", 400)]
    [InlineData("GET /healthz HTTP/1.0\r\nAccept: */*", 403)]
    [InlineData("CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80", 405)]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: evil.example", 403)]
    public async Task Host_SaidInAnyWay_OpensOnlyOurs(string head, int status)
    {
        var answer = await RawClient.AskAsync(server, $"{head}\r\nConnection: close\r\n\r\n");

        Assert.Equal((head, status), (head, RawClient.StatusOf(answer)));
    }
}
