using System.Net;
using System.Net.Sockets;

namespace Atelier.Providers.Http;

/// <summary>
/// Opens connections to hosts that somebody outside has named. It resolves the name once, looks at every address, and connects to
/// one of those it looked at, so that a name which changes its mind leads nowhere inside.
/// </summary>
public sealed class GuardedConnect
{
    private readonly Func<IPAddress, bool> _mayReach;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;

    /// <param name="mayReach">Says of an address whether it may be reached; one that may not makes the whole name forbidden.</param>
    public GuardedConnect(Func<IPAddress, bool> mayReach)
        : this(mayReach, Dns.GetHostAddressesAsync) { }

    internal GuardedConnect(
        Func<IPAddress, bool> mayReach,
        Func<string, CancellationToken, Task<IPAddress[]>> resolve
    ) => (_mayReach, _resolve) = (mayReach, resolve);

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="PrivateAddressException">One of the host's addresses may not be reached.</exception>
    /// <exception cref="SocketException">The host is unknown or does not answer.</exception>
    public async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context,
        CancellationToken cancellationToken
    )
    {
        var endPoint = context.DnsEndPoint;
        return await ConnectAsync(endPoint.Host, endPoint.Port, cancellationToken);
    }

    internal async Task<Stream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var addresses = await _resolve(host, cancellationToken);
        if (!Array.TrueForAll(addresses, address => _mayReach(address)))
        {
            throw new PrivateAddressException();
        }

        if (addresses.Length == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
