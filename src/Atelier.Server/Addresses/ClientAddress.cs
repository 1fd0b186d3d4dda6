using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Atelier.Data.Secrets;

namespace Atelier.Server.Addresses;

/// <summary>Where a request comes from.</summary>
internal sealed class ClientAddress(MasterSecret secret, TimeProvider time)
{
    /// <summary>The purpose whose hashes change with every UTC day (requirement B-13).</summary>
    public const string Visitor = "visitor";

    private readonly byte[] _key = secret.Derive("client addresses");

    /// <summary>The caller's address; null on a socket that has none.</summary>
    public static IPAddress? Of(HttpContext context) =>
        context.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped
            ? mapped.MapToIPv4()
            : context.Connection.RemoteIpAddress;

    /// <summary>A keyed hash of the address, one for each purpose, of IPv6 by /64; null where there is no address.</summary>
    public byte[]? HashOf(HttpContext context, string purpose)
    {
        if (Of(context) is not { } address)
        {
            return null;
        }

        var day = purpose == Visitor ? time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "";
        var bytes = address.GetAddressBytes();
        var kept = address.AddressFamily == AddressFamily.InterNetworkV6 ? bytes.AsSpan(0, 8) : bytes;
        byte[] said = [.. Encoding.UTF8.GetBytes($"{purpose}\n{day}\n"), .. kept];
        return HMACSHA256.HashData(_key, said);
    }
}
