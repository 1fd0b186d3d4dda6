using System.Net;
using System.Net.Sockets;
using System.Text;
using Atelier.Engine.Webhooks;
using Atelier.TestKit.Time;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Tests.Webhooks;

/// <summary>One POST against a bare socket, which can do what no server would.</summary>
public sealed class WebhookPostTests : IDisposable
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"type":"webhook.test"}""");

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly FakeTimeProvider _time = new();

    public WebhookPostTests() => _listener.Start();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    [Fact]
    public async Task SendAsync_Answered_CarriesTheHeadersOfTheStandard()
    {
        var (result, request) = await ExchangeAsync("HTTP/1.1 204 No Content\r\n\r\n");

        Assert.Equal((204, (string?)null), (result.Status, result.Error));
        Assert.StartsWith("POST /hook HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("webhook-id: msg_1\r\n", request, StringComparison.Ordinal);
        Assert.Contains(
            $"webhook-timestamp: {_time.GetUtcNow().ToUnixTimeSeconds()}\r\n",
            request,
            StringComparison.Ordinal
        );
        Assert.Contains("webhook-signature: v1,", request, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/json\r\n", request, StringComparison.Ordinal);
        Assert.DoesNotContain("traceparent", request, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\n\r\n", 302, "redirect")]
    [InlineData("HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n", 410, "gone")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 404, "status")]
    [InlineData("HTTP/1.1 500 Oops\r\nContent-Length: 9\r\n\r\nshort", 500, "status")]
    [InlineData("nonsense\r\n\r\n", null, "unreadable")]
    [InlineData("", null, "cut")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", null, "cut")]
    public async Task SendAsync_AnyOtherAnswer_IsNamed(string answer, int? status, string error)
    {
        var (result, _) = await ExchangeAsync(answer);

        Assert.Equal((status, error), (result.Status, result.Error));
    }

    [Theory]
    [InlineData(429, "Retry-After: 120", 120)]
    [InlineData(503, "Retry-After: Fri, 20 Nov 2026 12:01:00 GMT", 60)]
    [InlineData(503, "Retry-After: nonsense", null)]
    [InlineData(500, "Retry-After: 120", null)]
    public async Task SendAsync_TooBusy_HearsWhenToComeBack(int status, string header, int? seconds)
    {
        var (result, _) = await ExchangeAsync($"HTTP/1.1 {status} No\r\n{header}\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal(seconds, result.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task SendAsync_NobodyAnswers_EndsAfterItsTime()
    {
        using var sut = CreateSut(allowPrivate: true);
        var sending = SendAsync(sut, "127.0.0.1");
        using var peer = await _listener.AcceptTcpClientAsync(Cancel);
        await ReadRequestAsync(peer);

        _time.Advance(TimeSpan.FromSeconds(14));
        Assert.False(sending.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));

        var result = await sending;
        Assert.Equal((null, "timeout"), (result.Status, result.Error));
        Assert.Equal(TimeSpan.FromSeconds(15), result.Took);
    }

    [Fact]
    public async Task SendAsync_AnswerWithoutEnd_IsCutOffAndItsStatusKept()
    {
        using var sut = CreateSut(allowPrivate: true);
        var sending = SendAsync(sut, "127.0.0.1");
        using var peer = await _listener.AcceptTcpClientAsync(Cancel);
        await ReadRequestAsync(peer);
        var stream = peer.GetStream();
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"u8.ToArray(), Cancel);

        // Writes until the other side has had enough.
        var sent = 0L;
        try
        {
            while (sent < 1_000_000_000)
            {
                await stream.WriteAsync(new byte[65536], Cancel);
                sent += 65536;
            }
        }
        catch (IOException)
        {
            // Cut off.
        }

        Assert.Null((await sending).Error);
        Assert.InRange(sent, 0, 100_000_000);
    }

    [Fact]
    public async Task SendAsync_BodyOfTheAnswerHangs_KeepsTheStatus()
    {
        using var sut = CreateSut(allowPrivate: true);
        var sending = SendAsync(sut, "127.0.0.1");
        using var peer = await _listener.AcceptTcpClientAsync(Cancel);
        await ReadRequestAsync(peer);
        await peer.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"u8.ToArray(), Cancel);

        while (!sending.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var result = await sending;
        // It may have been so slow that not even the headers were read in time.
        Assert.True(result is { Status: 200, Error: null } or { Error: "timeout" });
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task SendAsync_NameOfAPrivateAddress_IsNeverReached(string host)
    {
        using var sut = CreateSut(allowPrivate: false);

        var result = await SendAsync(sut, host);

        Assert.Equal((null, "private_address"), (result.Status, result.Error));
        Assert.False(_listener.Pending());
    }

    [Fact]
    public async Task SendAsync_NobodyListens_SaysSo()
    {
        using var sut = CreateSut(allowPrivate: true);
        var port = Port;
        _listener.Stop();

        var result = await sut.SendAsync(
            new Uri($"http://127.0.0.1:{port}/hook"),
            "msg_1",
            Body,
            [
                [1],
            ],
            Cancel
        );

        Assert.Equal("not_reached", result.Error);
    }

    [Fact]
    public async Task SendAsync_EveryConnectionIsCutAsItIsMade_IsNamed()
    {
        using var sut = CreateSut(allowPrivate: true);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var cutting = CutAsync(stop.Token);

        // Where the cut is noticed differs from one to the next.
        for (var index = 0; index < 200; index++)
        {
            Assert.True((await SendAsync(sut, "127.0.0.1")).Error is "not_reached" or "cut");
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cutting);

        async Task CutAsync(CancellationToken cancellationToken)
        {
            while (true)
            {
                (await _listener.AcceptSocketAsync(cancellationToken)).Close(timeout: 0);
            }
        }
    }

    [Fact]
    public async Task SendAsync_NoTls_SaysSo()
    {
        using var sut = CreateSut(allowPrivate: true);
        var sending = sut.SendAsync(
            new Uri($"https://127.0.0.1:{Port}/hook"),
            "msg_1",
            Body,
            [
                [1],
            ],
            Cancel
        );
        using (var peer = await _listener.AcceptTcpClientAsync(Cancel))
        {
            await peer.GetStream().WriteAsync("HTTP/1.1 400 Plain\r\n\r\n"u8.ToArray(), Cancel);
        }

        Assert.Equal("tls_failed", (await sending).Error);
    }

    public void Dispose() => _listener.Dispose();

    private WebhookPost CreateSut(bool allowPrivate)
    {
        var options = Options.Create(new WebhookOptions { AllowHttp = true, AllowPrivate = allowPrivate });
        return new WebhookPost(new WebhookAddresses(options), options, _time);
    }

    private Task<PostResult> SendAsync(WebhookPost sut, string host) =>
        sut.SendAsync(
            new Uri($"http://{host}:{Port}/hook"),
            "msg_1",
            Body,
            [
                [1],
                [2],
            ],
            Cancel
        );

    // Answers one request with these bytes, and hangs up.
    private async Task<(PostResult Result, string Request)> ExchangeAsync(string answer)
    {
        using var sut = CreateSut(allowPrivate: true);
        var sending = SendAsync(sut, "127.0.0.1");
        string request;
        using (var peer = await _listener.AcceptTcpClientAsync(Cancel))
        {
            request = await ReadRequestAsync(peer);
            await peer.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer), Cancel);
        }

        return (await sending, request);
    }

    private static async Task<string> ReadRequestAsync(TcpClient peer)
    {
        var (buffer, length) = (new byte[16384], 0);
        while (
            !Encoding
                .ASCII.GetString(buffer, 0, length)
                .EndsWith(Encoding.ASCII.GetString(Body), StringComparison.Ordinal)
        )
        {
            length += await peer.GetStream().ReadAsync(buffer.AsMemory(length), Cancel);
        }

        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
