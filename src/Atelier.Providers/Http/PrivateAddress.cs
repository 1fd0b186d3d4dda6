using System.Net;
using System.Net.Sockets;

namespace Atelier.Providers.Http;

/// <summary>Which addresses lie inside: loopback, private and link-local nets, and all that no public host can have.</summary>
public static class PrivateAddress
{
    private static readonly IPNetwork[] Inside =
    [
        IPNetwork.Parse("0.0.0.0/8"),
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"),
        // A cloud's agent that every machine in it reaches, though its address looks public.
        IPNetwork.Parse("168.63.129.16/32"),
        // Where clouds keep a machine's credentials.
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"),
        IPNetwork.Parse("192.168.0.0/16"),
        // Relays into 6to4.
        IPNetwork.Parse("192.88.99.0/24"),
        // For benchmarks and for documents.
        IPNetwork.Parse("198.18.0.0/15"),
        IPNetwork.Parse("192.0.2.0/24"),
        IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"),
        // Multicast, and everything above it.
        IPNetwork.Parse("224.0.0.0/3"),
        // Teredo and other tunnels, benchmarks and hashes as addresses.
        IPNetwork.Parse("2001::/23"),
        IPNetwork.Parse("2001:db8::/32"),
        // 6to4, which may lead to any of the above.
        IPNetwork.Parse("2002::/16"),
        IPNetwork.Parse("3fff::/20"),
    ];

    // Outside of it lie loopback, local and multicast addresses, IPv4 in its older disguises, and NAT64.
    private static readonly IPNetwork PublicV6 = IPNetwork.Parse("2000::/3");

    /// <summary>Whether the address must not be reached on behalf of somebody outside.</summary>
    public static bool Is(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(Inside, net => net.Contains(plain))
            || (plain.AddressFamily == AddressFamily.InterNetworkV6 && !PublicV6.Contains(plain));
    }
}
