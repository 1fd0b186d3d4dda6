using System.Net;
using System.Net.Sockets;

namespace Atelier.Server.Tests.Serving;

/// <summary>A proxy in front of the service that can cut what passes through it, as networks and gateways do.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly Uri _service;
    private readonly Task _accepting;
    private readonly List<Socket> _open = [];
    private readonly Lock _lock = new();
    private bool _away;
    private int _connections;
    private Timer? _timer;

    public CuttingProxy(Uri service)
    {
        _service = service;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>How often a client connected.</summary>
    public int Connections => _connections;

    /// <summary>Cuts what is open this long after the first connection began, as gateways do; null leaves it to the test.</summary>
    public TimeSpan? FirstEndsAfter { get; init; }

    /// <summary>Cuts every connection that is open now; new ones pass.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            _open.ForEach(socket => socket.Close(timeout: 0));
            _open.Clear();
        }
    }

    /// <summary>From now on nothing passes, until <see cref="Return"/>.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _away = true;
        }

        Cut();
    }

    /// <summary>Connections pass again.</summary>
    public void Return()
    {
        lock (_lock)
        {
            _away = false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _accepting;
        _timer?.Dispose();
        Cut();
        _listener.Dispose();
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptSocketAsync(_closing.Token);
                var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await far.ConnectAsync(_service.Host, _service.Port, _closing.Token);
                if (!Keep(near, far))
                {
                    near.Close(timeout: 0);
                    far.Close(timeout: 0);
                    continue;
                }

                if (Interlocked.Increment(ref _connections) == 1 && FirstEndsAfter is { } time)
                {
                    _timer = new Timer(_ => Cut(), null, time, Timeout.InfiniteTimeSpan);
                }

                _ = PassAsync(near, far);
                _ = PassAsync(far, near);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private bool Keep(params Socket[] pair)
    {
        lock (_lock)
        {
            if (!_away)
            {
                _open.AddRange(pair);
            }

            return !_away;
        }
    }

    private static async Task PassAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                await to.SendAsync(buffer.AsMemory(0, count));
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }
}
