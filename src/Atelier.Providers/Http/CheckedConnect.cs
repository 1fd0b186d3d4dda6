using System.Net;

namespace Atelier.Providers.Http;

/// <summary>Opens connections for files that a provider's answers name: into our own network only where the provider lies there itself.</summary>
internal sealed class CheckedConnect(string baseHost)
{
    private readonly GuardedConnect _outside = new(address => !PrivateAddress.Is(address));
    private readonly GuardedConnect _anywhere = new(_ => true);

    /// <exception cref="PrivateAddressException">The host lies inside, and the provider does not.</exception>
    public async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await _outside.ConnectAsync(context, cancellationToken);
        }
        catch (PrivateAddressException)
        {
            if (!await IsBasePrivateAsync(cancellationToken))
            {
                throw;
            }
        }

        return await _anywhere.ConnectAsync(context, cancellationToken);
    }

    private async Task<bool> IsBasePrivateAsync(CancellationToken cancellationToken) =>
        Array.Exists(await Dns.GetHostAddressesAsync(baseHost, cancellationToken), PrivateAddress.Is);
}
