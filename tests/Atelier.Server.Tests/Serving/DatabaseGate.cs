using System.Globalization;
using System.Net.Sockets;

namespace Atelier.Server.Tests.Serving;

/// <summary>Stands between a server and its PostgreSQL, and can cut every connection and refuse new ones.</summary>
internal sealed class DatabaseGate : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("atelier-gate-");
    private readonly CancellationTokenSource _closing = new();
    private readonly List<Socket> _sockets = [];
    private readonly Lock _lock = new();
    private Socket? _listener;
    private Task _accepting = Task.CompletedTask;

    /// <summary>Begins to pass connections on; answers the folder to connect to.</summary>
    public string Open(string host, int port)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $".s.PGSQL.{port}");
        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder.FullName, name)));
        _listener.Listen(64);
        _accepting = AcceptAsync(new UnixDomainSocketEndPoint(Path.Combine(host, name)));
        return _folder.FullName;
    }

    /// <summary>The database is away from here on.</summary>
    public async Task CloseAsync()
    {
        await _closing.CancelAsync();
        await _accepting;
        _listener?.Dispose();
        lock (_lock)
        {
            _sockets.ForEach(socket => socket.Dispose());
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _closing.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task AcceptAsync(UnixDomainSocketEndPoint database)
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                var near = await _listener!.AcceptAsync(_closing.Token);
                var far = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                lock (_lock)
                {
                    _sockets.AddRange([near, far]);
                }

                await far.ConnectAsync(database, _closing.Token);
                _ = PassAsync(near, far);
                _ = PassAsync(far, near);
            }
            catch (OperationCanceledException)
            {
                return;
            }
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
            // Cut, as a database that goes away would.
        }
    }
}
