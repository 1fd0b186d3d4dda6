using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Atelier.Data.Secrets;
using Atelier.Server.Setup;
using Microsoft.Extensions.Primitives;

namespace Atelier.Server.Addresses;

/// <summary>
/// Where a request comes from: the peer of its connection, or whom trusted proxies name. What they say is read from the right, and
/// only as long as each that says it is trusted: everything further left a caller may have written himself.
/// </summary>
internal sealed class ClientAddress(ServerSettings settings, MasterSecret secret, TimeProvider time)
{
    /// <summary>The purpose whose hashes change with every UTC day (requirement B-13).</summary>
    public const string Visitor = "visitor";

    private const string For = "X-Forwarded-For";
    private const string Proto = "X-Forwarded-Proto";

    private readonly IPNetwork[] _trusted = [.. settings.TrustedProxies];
    private readonly byte[] _key = secret.Derive("client addresses");

    /// <summary>The caller's address; null on a socket that has none.</summary>
    public IPAddress? Of(HttpContext context) => Walk(context).Client;

    /// <summary>A keyed hash of the address, one for each purpose, of IPv6 by /64; null where there is no address.</summary>
    public byte[]? HashOf(HttpContext context, string purpose)
    {
        if (Of(context) is not { } address)
        {
            return null;
        }

        var day = purpose == Visitor ? time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "";
        var bytes = address.GetAddressBytes();
        // Who has one address of IPv6 has at least the 2^64 beside it.
        var kept = address.AddressFamily == AddressFamily.InterNetworkV6 ? bytes.AsSpan(0, 8) : bytes;
        byte[] text = [.. Encoding.UTF8.GetBytes($"{purpose}\n{day}\n"), .. kept];
        return HMACSHA256.HashData(_key, text);
    }

    /// <summary>http or https, as the trusted proxy that the caller reached says; null when nobody trusted says.</summary>
    public string? SchemeOf(HttpContext context)
    {
        if (Peer(context) is not { } peer || !IsTrusted(peer))
        {
            return null;
        }

        var said = Words(context.Request.Headers[Proto]).ToList();
        if (said.Count == 0)
        {
            return null;
        }

        var scheme = said[Math.Min(Math.Max(Walk(context).Hops, 1), said.Count) - 1];
        return scheme.Equals("https", StringComparison.OrdinalIgnoreCase) ? "https"
            : scheme.Equals("http", StringComparison.OrdinalIgnoreCase) ? "http"
            : null;
    }

    private (IPAddress? Client, int Hops) Walk(HttpContext context)
    {
        if (Peer(context) is not { } address)
        {
            return (null, 0);
        }

        if (_trusted.Length == 0)
        {
            return (address, 0);
        }

        var hops = 0;
        foreach (var word in Words(context.Request.Headers[For]))
        {
            // What is no address was written by somebody who may have written the rest as well.
            if (!IsTrusted(address) || HopAddress.Parse(word) is not { } next)
            {
                break;
            }

            address = next;
            hops++;
        }

        return (address, hops);
    }

    private bool IsTrusted(IPAddress address) => Array.Exists(_trusted, net => net.Contains(address));

    private static IPAddress? Peer(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address ? HopAddress.Plain(address) : null;

    // From the right: several headers of one name read as one list.
    private static IEnumerable<string> Words(StringValues headers) =>
        headers.Reverse().SelectMany(header => (header ?? "").Split(',', StringSplitOptions.TrimEntries).Reverse());
}
