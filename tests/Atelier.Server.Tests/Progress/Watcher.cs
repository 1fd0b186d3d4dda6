using System.Net.WebSockets;
using System.Text.Json;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Progress;

/// <summary>Somebody who watches progress over a real WebSocket.</summary>
internal sealed class Watcher : IDisposable
{
    public const string Door = "/api/ai/image/progress";

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ClientWebSocket Socket => _socket;

    /// <summary>Opens it with the caller's key.</summary>
    public static Task<Watcher> OpenAsync(TestServer server, TestCaller caller, string query = "") =>
        OpenAsync(server, query, ("Authorization", $"Bearer {caller.Key}"));

    public static async Task<Watcher> OpenAsync(
        TestServer server,
        string query,
        params (string Name, string Value)[] headers
    )
    {
        var watcher = new Watcher();
        watcher._socket.Options.CollectHttpResponseDetails = true;
        foreach (var (name, value) in headers)
        {
            watcher._socket.Options.SetRequestHeader(name, value);
        }

        try
        {
            await watcher._socket.ConnectAsync(AddressOf(server, query), Cancel);
            return watcher;
        }
        catch
        {
            watcher.Dispose();
            throw;
        }
    }

    /// <summary>The status with which the door refuses a WebSocket; 101 when it does not.</summary>
    public static async Task<int> StatusAsync(
        TestServer server,
        string query,
        params (string Name, string Value)[] headers
    )
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        foreach (var (name, value) in headers)
        {
            socket.Options.SetRequestHeader(name, value);
        }

        try
        {
            await socket.ConnectAsync(AddressOf(server, query), Cancel);
        }
        catch (WebSocketException)
        {
            // The status says why.
        }

        return (int)socket.HttpStatusCode;
    }

    /// <summary>The next message; null when the other side closed.</summary>
    public async Task<ProgressMessage?> ReadAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(90));
        var length = 0;
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), patience.Token);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                return ProgressMessage.Read(JsonSerializer.Deserialize<JsonElement>(_buffer.AsSpan(0, length)));
            }
        }
    }

    /// <summary>All messages up to the one that is looked for, with it.</summary>
    public async Task<List<ProgressMessage>> ReadToAsync(Func<ProgressMessage, bool> found)
    {
        var read = new List<ProgressMessage>();
        while (true)
        {
            var message = await ReadAsync();
            Assert.True(message is not null, $"The stream ended: {_socket.CloseStatusDescription}");
            read.Add(message);
            if (found(message))
            {
                return read;
            }
        }
    }

    /// <summary>All that was before; and then the stream has caught up.</summary>
    public async Task<List<ProgressMessage>> ReadyAsync() =>
        [.. (await ReadToAsync(message => message.IsReady)).SkipLast(1)];

    /// <summary>All messages to the end of a generation.</summary>
    public Task<List<ProgressMessage>> ReadToEndOfAsync(Guid generation) =>
        ReadToAsync(message => message.Generation == generation && message.IsEnd);

    /// <summary>Reads to the close and says how that was: 1008 too_slow.</summary>
    public async Task<string> ReadToCloseAsync()
    {
        while (await ReadAsync() is not null)
        {
            // Whatever came before.
        }

        return $"{(int)_socket.CloseStatus!.Value} {_socket.CloseStatusDescription}";
    }

    public void Dispose()
    {
        _socket.Abort();
        _socket.Dispose();
    }

    private static Uri AddressOf(TestServer server, string query) =>
        new UriBuilder(server.Url)
        {
            Scheme = "ws",
            Path = Door,
            Query = query,
        }.Uri;
}
