using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text.Json;

namespace Atelier.Bench.Progress.Runs;

/// <summary>A client that is cut off again and again, and goes on behind the last message it had, at any of the nodes.</summary>
internal sealed class Listener(IReadOnlyList<Uri> nodes, string key, TimeSpan longestLife)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly HashSet<Guid> _ended = [];
    private long _after;

    /// <summary>All messages that carry a stage, as they came.</summary>
    public List<Heard> Messages { get; } = [];

    /// <summary>Connections that were opened.</summary>
    public int Connections { get; private set; }

    public int Ended => _ended.Count;

    /// <summary>Listens until this many generations have ended.</summary>
    public async Task RunAsync(int generations, CancellationToken cancellationToken)
    {
        while (_ended.Count < generations)
        {
            using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            life.CancelAfter(
                TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(50, (int)longestLife.TotalMilliseconds))
            );
            try
            {
                await ListenAsync(RandomNumberGenerator.GetInt32(nodes.Count), generations, life.Token);
            }
            catch (Exception exception)
                when (exception is WebSocketException or OperationCanceledException
                    && !cancellationToken.IsCancellationRequested
                )
            {
                // Cut; that is the point.
            }
        }
    }

    private async Task ListenAsync(int node, int generations, CancellationToken cancellationToken)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {key}");
        var address = new UriBuilder(nodes[node])
        {
            Scheme = "ws",
            Path = "/api/ai/image/progress",
            Query = $"after={_after}",
        };
        await socket.ConnectAsync(address.Uri, cancellationToken);
        Connections++;
        var live = false;
        while (_ended.Count < generations)
        {
            var part = await socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken);
            var received = TimeProvider.System.GetUtcNow();
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            if (!part.EndOfMessage)
            {
                throw new InvalidOperationException("A message is longer than any should be.");
            }

            using var json = JsonDocument.Parse(_buffer.AsMemory(0, part.Count));
            live |= json.RootElement.GetProperty("type").GetString() == "PROGRESS_READY";
            Take(json.RootElement.GetProperty("data"), node, live, received);
        }
    }

    private void Take(JsonElement data, int node, bool live, DateTimeOffset received)
    {
        _after = data.GetProperty("seq").GetInt64();
        if (!data.TryGetProperty("generationId", out var id) || data.TryGetProperty("tick", out _))
        {
            return;
        }

        var heard = new Heard(
            id.GetGuid(),
            _after,
            data.GetProperty("status").GetString()!,
            data.GetProperty("progress").GetInt32(),
            node,
            live,
            data.GetProperty("at").GetDateTimeOffset(),
            received
        );
        Messages.Add(heard);
        if (heard.Ends)
        {
            _ended.Add(heard.Generation);
        }
    }
}
