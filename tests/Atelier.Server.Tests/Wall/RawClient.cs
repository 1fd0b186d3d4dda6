using System.Net.Sockets;
using System.Text;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Wall;

/// <summary>Speaks to a server byte by byte, so that it can say what no client would.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly NetworkStream _stream;

    private RawClient(NetworkStream stream) => _stream = stream;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <param name="buffer">Bytes that wait here to be read at most; 0 leaves it to the system.</param>
    public static async Task<RawClient> OpenAsync(TestServer server, int buffer = 0)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        if (buffer > 0)
        {
            socket.ReceiveBufferSize = buffer;
        }

        await socket.ConnectAsync(server.Url.Host, server.Url.Port, Cancel);
        return new RawClient(new NetworkStream(socket, ownsSocket: true));
    }

    /// <summary>Sends this and reads to the end of the connection, at most a minute.</summary>
    public static async Task<string> AskAsync(TestServer server, string request)
    {
        using var client = await OpenAsync(server);
        await client.SendAsync(request);
        return await client.ReadToEndAsync();
    }

    /// <summary>The status of the first answer; 0 when there was none.</summary>
    public static int StatusOf(string answer) =>
        answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? int.Parse(answer[9..12], null) : 0;

    public async Task SendAsync(string text) => await _stream.WriteAsync(Encoding.Latin1.GetBytes(text), Cancel);

    /// <summary>Sends the same again and again until the other side has enough.</summary>
    public async Task SendForeverAsync(string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        try
        {
            while (true)
            {
                await _stream.WriteAsync(bytes, Cancel);
            }
        }
        catch (IOException)
        {
            // It has.
        }
    }

    /// <summary>The same, ten times a second.</summary>
    public async Task SendForeverSlowlyAsync(string text)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var bytes = Encoding.Latin1.GetBytes(text);
        try
        {
            while (await ticks.WaitForNextTickAsync(Cancel))
            {
                await _stream.WriteAsync(bytes, Cancel);
            }
        }
        catch (IOException)
        {
            // It has.
        }
    }

    /// <summary>What comes next; empty when the other side closed.</summary>
    public async Task<string> ReadAsync()
    {
        var buffer = new byte[8192];
        var read = await _stream.ReadAsync(buffer, Cancel);
        return Encoding.Latin1.GetString(buffer, 0, read);
    }

    public async Task<string> ReadToEndAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        // Less than an idle connection lives: what is not closed must not pass for closed.
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        var text = new StringBuilder();
        var buffer = new byte[8192];
        try
        {
            while (await _stream.ReadAsync(buffer, patience.Token) is > 0 and var read)
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // Closed with a reset, since we said more than was read.
        }

        return text.ToString();
    }

    public void Dispose() => _stream.Dispose();
}
