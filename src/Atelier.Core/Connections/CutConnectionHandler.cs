using System.Net.Sockets;

namespace Atelier.Core.Connections;

/// <summary>
/// Says of a connection that was cut the moment it was made what it is: one that could not be made. .NET asks the new socket for
/// its far end and lets that bare <see cref="SocketException"/> through, which nobody who calls over HTTP expects.
/// </summary>
public sealed class CutConnectionHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (SocketException exception)
        {
            throw new HttpRequestException(
                HttpRequestError.ConnectionError,
                "The connection was cut as it was made.",
                exception
            );
        }
    }
}
