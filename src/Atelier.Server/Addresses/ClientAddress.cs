using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Atelier.Data.Secrets;

namespace Atelier.Server.Addresses;

/// <summary>Where a request comes from, and a name for that which tells nobody where it is.</summary>
internal sealed class ClientAddress(MasterSecret secret, TimeProvider time)
{
    private const string Daily = "visitor";
    private const int SiteBytes = 8;

    private readonly byte[] _key = secret.Derive("client address");

    /// <summary>The address; null where there is none, such as on a socket file.</summary>
#pragma warning disable CA1822 // Whom to believe about an address is a matter of settings, which are an instance's.
    public IPAddress? Of(HttpContext context) => context.Connection.RemoteIpAddress;
#pragma warning restore CA1822

    /// <summary>A keyed hash of the address for one purpose, of IPv6 by /64; for "visitor" another one each day.</summary>
    public byte[]? HashOf(HttpContext context, string purpose)
    {
        if (Of(context) is not { } address)
        {
            return null;
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = plain.GetAddressBytes();
        var site = plain.AddressFamily == AddressFamily.InterNetworkV6 ? bytes[..SiteBytes] : bytes;
        var day =
            purpose == Daily ? time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "";
        byte[] text = [.. Encoding.UTF8.GetBytes($"{purpose}\n{day}\n"), .. site];
        return HMACSHA256.HashData(_key, text);
    }
}
