using System.Net;
using System.Net.Sockets;

namespace Atelier.Providers.Tests.Serving;

/// <summary>Speaks TCP only: the test says what becomes of each connection. Counts them.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private int _connections;

    public RawServer(Func<NetworkStream, CancellationToken, Task> serve)
    {
        _listener.Start();
        _loop = AcceptAsync(serve);
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Reads a request with its body, sends these bytes, and closes.</summary>
    public static RawServer Sending(Func<int, ReadOnlyMemory<byte>> answer)
    {
        var number = 0;
        return new RawServer(
            async (stream, cancellationToken) =>
            {
                await ReadRequestAsync(stream, cancellationToken);
                await stream.WriteAsync(answer(number++), cancellationToken);
            }
        );
    }

    /// <summary>Reads headers and, by their Content-Length, the body.</summary>
    public static async Task ReadRequestAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var text = new System.Text.StringBuilder();
        var buffer = new byte[8192];
        while (true)
        {
            var read = await stream.ReadAsync(buffer, cancellationToken);
            if (read == 0)
            {
                return;
            }

            text.Append(System.Text.Encoding.Latin1.GetString(buffer, 0, read));
            var request = text.ToString();
            var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && request.Length >= end + 4 + LengthOf(request))
            {
                return;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _loop;
        _stop.Dispose();
    }

    private static int LengthOf(string request)
    {
        const string Name = "Content-Length: ";
        var start = request.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        return start < 0 ? 0 : int.Parse(request[(start + Name.Length)..].Split('\r')[0]);
    }

    private async Task AcceptAsync(Func<NetworkStream, CancellationToken, Task> serve)
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                await ServeAsync(client.GetStream(), serve);
            }
        }
        catch (Exception failure)
            when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(NetworkStream stream, Func<NetworkStream, CancellationToken, Task> serve)
    {
        await using (stream)
        {
            try
            {
                await serve(stream, _stop.Token);
            }
            catch (IOException)
            {
                // The other side went first.
            }
        }
    }
}
