using System.Net;
using System.Net.Sockets;

namespace Atelier.Providers.Http;

/// <summary>Which addresses lie inside: loopback, private and link-local nets, and all that no public host can have.</summary>
internal static class PrivateAddress
{
    private static readonly IPNetwork[] Inside =
    [
        IPNetwork.Parse("0.0.0.0/8"),
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("198.18.0.0/15"),
        // Multicast, and everything above it.
        IPNetwork.Parse("224.0.0.0/3"),
        // Tunnels and translations, which may lead to any of the above.
        IPNetwork.Parse("2001::/32"),
        IPNetwork.Parse("2002::/16"),
    ];

    private static readonly IPNetwork PublicV6 = IPNetwork.Parse("2000::/3");

    public static bool Is(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(Inside, net => net.Contains(plain))
            || (plain.AddressFamily == AddressFamily.InterNetworkV6 && !PublicV6.Contains(plain));
    }
}
