using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace Atelier.Data.Tests.Stores;

/// <summary>Stands between a pool and the server and cuts one connection around its first COMMIT; later ones pass.</summary>
internal sealed class CuttingRelay : IDisposable
{
    private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly string _server;
    private readonly bool _afterCommit;
    private bool _cut;

    /// <param name="connectionString">Of a server on a Unix socket.</param>
    /// <param name="afterCommit">Whether the server gets the COMMIT, and only its answer is lost.</param>
    public CuttingRelay(string connectionString, bool afterCommit)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        _server = Path.Combine(settings.Host!, $".s.PGSQL.{settings.Port}");
        _afterCommit = afterCommit;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        settings.Host = "127.0.0.1";
        settings.Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        ConnectionString = settings.ConnectionString;
        _ = AcceptAsync();
    }

    public string ConnectionString { get; }

    /// <summary>Whether nobody gets through any more after the cut.</summary>
    public bool Once { get; init; }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = RelayAsync(await _listener.AcceptAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The relay was closed: nobody gets through any more.
        }
    }

    private async Task RelayAsync(Socket client)
    {
        using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using (client)
        {
            await server.ConnectAsync(new UnixDomainSocketEndPoint(_server));
            // Forward until one side ends, or until the cut.
            await Task.WhenAny(
                PumpAsync(client, server, cutAt: _afterCommit ? null : "COMMIT\0"),
                PumpAsync(server, client, cutAt: _afterCommit ? "COMMIT\0" : null)
            );
        }
    }

    private async Task PumpAsync(Socket from, Socket to, string? cutAt)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is var count and > 0)
            {
                if (!_cut && cutAt is not null && buffer.AsSpan(0, count).IndexOf(Encoding.ASCII.GetBytes(cutAt)) >= 0)
                {
                    _cut = true;
                    if (Once)
                    {
                        _listener.Dispose();
                    }

                    return;
                }

                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // One of the two ends is gone, and the other is closed for it; a broken connection is what this is for.
        }
    }
}
