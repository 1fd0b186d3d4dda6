using System.IO.Compression;
using System.Text;
using Atelier.Server.Tests.Serving;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Atelier.Server.Tests.Wall;

/// <summary>Requests that are too much, or say two things at once.</summary>
public sealed class RequestLimitTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Headers_TooMany_Are431() =>
        Assert.Equal(
            431,
            await StatusAsync(
                "GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
                    + string.Concat(Enumerable.Range(0, 100).Select(number => $"X-{number}: 1\r\n"))
                    + "\r\n"
            )
        );

    [Fact]
    public async Task Headers_TooLong_Are431() =>
        Assert.Equal(
            431,
            await StatusAsync($"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Long: {new string('x', 20_000)}\r\n\r\n")
        );

    [Fact]
    public async Task Address_TooLong_Is414() =>
        Assert.Equal(
            414,
            await StatusAsync($"GET /healthz?{new string('x', 10_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n")
        );

    [Theory]
    [InlineData("Content-Length: 5\r\nContent-Length: 6")]
    [InlineData("Content-Length: -1")]
    [InlineData("Content-Length: 0x10")]
    [InlineData("Content-Length: 99999999999999999999")]
    [InlineData("Transfer-Encoding: gzip")]
    [InlineData("Transfer-Encoding: chunked, gzip")]
    [InlineData("Transfer-Encoding : chunked")]
    [InlineData("X-Folded: a\r\n b")]
    [InlineData("X-Null: a\0b")]
    [InlineData("X Space: a")]
    public async Task Request_SaysItsLengthWrongly_Is400(string header) =>
        Assert.Equal(
            400,
            await StatusAsync(
                $"POST /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{header}\r\n\r\n0\r\n\r\n"
            )
        );

    [Fact]
    public async Task Request_SaysTwoLengths_HidesNoSecondRequest()
    {
        // Read by its length it has a second request in its body; read by its chunks the body is empty.
        const string Hidden = "GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n";
        var answer = await RawClient.AskAsync(
            server,
            $"POST /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {Hidden.Length + 5}\r\n"
                + $"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n{Hidden}"
        );

        Assert.Contains(RawClient.StatusOf(answer), new[] { 400, 405 });
        Assert.Equal(1, answer.Split("HTTP/1.1 ").Length - 1);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("gzip, gzip")]
    public async Task Body_Packed_Is415AndNotUnpacked(string coding)
    {
        // A megabyte of blanks in a kilobyte.
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await gzip.WriteAsync(
                Encoding.UTF8.GetBytes(new string(' ', 1024 * 1024)),
                TestContext.Current.CancellationToken
            );
        }

        foreach (var door in new[] { Refused.OpenAi, Refused.Native })
        {
            var content = new ByteArrayContent(packed.ToArray());
            content.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue("application/json");
            content.Headers.TryAddWithoutValidation("Content-Encoding", coding);

            var answer = await Refused.PostAsync(server, door, content);

            Refusal.IsOf(door, answer, 415, "unsupported_media_type");
        }
    }

    [Fact]
    public async Task Expect_WithoutKey_IsRefusedBeforeTheBodyIsAskedFor()
    {
        using var client = await RawClient.OpenAsync(server);
        await client.SendAsync(
            "POST /v1/generations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n"
                + "Expect: 100-continue\r\nConnection: close\r\n\r\n"
        );

        var answer = await client.ReadAsync();

        Assert.Equal(401, RawClient.StatusOf(answer));
    }

    [Theory]
    [InlineData("X-HTTP-Method-Override")]
    [InlineData("X-HTTP-Method")]
    [InlineData("X-Method-Override")]
    public async Task Method_SaidAgainInAHeader_IsIgnored(string header)
    {
        var caller = await server.AddCallerAsync();
        var made = await caller.GenerateAsync(Bodies.Small());

        var read = await caller.GetAsync($"/v1/generations/{made.TextAt("id")}?_method=DELETE", (header, "DELETE"));
        var posted = await caller.PostAsync("/v1/models", "{}", (header, "GET"));

        Assert.Equal((200, "complete"), (read.Status, read.TextAt("state")));
        Assert.Equal(405, posted.Status);
    }

    [Fact]
    public async Task Http2_WithoutTls_IsNotSpoken()
    {
        var answer = await RawClient.AskAsync(server, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

        Assert.DoesNotContain("200", answer, StringComparison.Ordinal);
        Assert.Equal(64, Limits.Http2.MaxStreamsPerConnection);
        Assert.Equal(16 * 1024, Limits.MaxRequestHeadersTotalSize);
    }

    [Theory]
    [InlineData("TRACE", 405)]
    [InlineData("CONNECT", 405)]
    [InlineData("PROPFIND", 405)]
    [InlineData("POST", 405)]
    public async Task Method_Unusual_OpensNothing(string method, int status)
    {
        var target = method == "CONNECT" ? "localhost:80" : "/healthz";

        var answer = await RawClient.AskAsync(
            server,
            $"{method} {target} HTTP/1.1\r\nHost: localhost{(method == "CONNECT" ? ":80" : "")}\r\nX-Secret: canary\r\nConnection: close\r\n\r\n"
        );

        Assert.Equal((method, status), (method, RawClient.StatusOf(answer)));
        Assert.DoesNotContain("canary", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/docs/../../../etc/passwd")]
    [InlineData("/docs/..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("/docs/%2e%2e/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/docs/..%5c..%5cappsettings.json")]
    [InlineData("//etc/passwd")]
    [InlineData("/docs/%00")]
    [InlineData("/docs/....//....//etc/passwd")]
    public async Task Path_OutOfTheFolder_IsNotServed(string path)
    {
        var answer = await RawClient.AskAsync(
            server,
            $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        );

        Assert.Contains(RawClient.StatusOf(answer), new[] { 400, 404 });
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
    }

    private KestrelServerLimits Limits =>
        server.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

    private async Task<int> StatusAsync(string request) =>
        RawClient.StatusOf(await RawClient.AskAsync(server, request));
}
