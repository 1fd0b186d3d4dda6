using System.Net;
using System.Net.Sockets;

namespace Atelier.Providers.Http;

/// <summary>
/// Opens connections for files. It looks at the address after the name was resolved and connects to that very address, so
/// that a name which changes its mind leads nowhere inside.
/// </summary>
internal sealed class CheckedConnect(string baseHost)
{
    /// <exception cref="PrivateAddressException">The host lies inside, and the provider does not.</exception>
    public async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context,
        CancellationToken cancellationToken
    )
    {
        var endPoint = context.DnsEndPoint;
        var addresses = await ResolveAsync(endPoint.Host, cancellationToken);
        if (Array.Exists(addresses, PrivateAddress.Is) && !await IsBasePrivateAsync(cancellationToken))
        {
            throw new PrivateAddressException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, endPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        Dns.GetHostAddressesAsync(host, cancellationToken);

    private async Task<bool> IsBasePrivateAsync(CancellationToken cancellationToken) =>
        Array.Exists(await ResolveAsync(baseHost, cancellationToken), PrivateAddress.Is);
}
