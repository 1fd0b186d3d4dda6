using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Atelier.Engine.Tests.Webhooks;

/// <summary>A receiver on a bare socket that notes the name of each message, and says nothing where it is told to hang.</summary>
internal sealed partial class HookSocket : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _ids = [];
    private readonly ConcurrentBag<TcpClient> _peers = [];
    private readonly Task _work;

    public HookSocket()
    {
        _listener.Start();
        _work = AcceptAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/hook");

    public IReadOnlyList<string> Ids => [.. _ids];

    /// <summary>The first message as it came, with its headers.</summary>
    public string? First { get; private set; }

    public bool Hang { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        foreach (var peer in _peers)
        {
            peer.Dispose();
        }

        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var peer = await _listener.AcceptTcpClientAsync(_stop.Token);
            _peers.Add(peer);
            _ = AnswerAsync(peer);
        }
    }

    private async Task AnswerAsync(TcpClient peer)
    {
        var (stream, buffer, length) = (peer.GetStream(), new byte[65536], 0);
        string text;
        do
        {
            length += await stream.ReadAsync(buffer.AsMemory(length), _stop.Token);
            text = Encoding.UTF8.GetString(buffer, 0, length);
        } while (!text.EndsWith("}}", StringComparison.Ordinal));

        First ??= text;
        _ids.Enqueue(Id().Match(text).Groups[1].Value);
        if (!Hang)
        {
            await stream.WriteAsync("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"u8.ToArray(), _stop.Token);
            peer.Dispose();
        }
    }

    [GeneratedRegex("webhook-id: (msg_[0-9a-f]{32})\r\n")]
    private static partial Regex Id();
}
