using System.Net;
using Atelier.Server.Setup;

namespace Atelier.Server.Addresses;

/// <summary><c>ATELIER_TRUSTED_PROXIES</c>: whose word about where a request came from is taken.</summary>
internal static class TrustedProxies
{
    // An IPv4 address in the clothes of IPv6 has its own bits behind these.
    private const int MappedBits = 96;

    /// <summary>Addresses and networks, separated by commas.</summary>
    /// <exception cref="SettingsException">A part is neither, or means everybody.</exception>
    public static IReadOnlyList<IPNetwork> Read(string? text) =>
        [
            .. (text ?? "")
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(ReadOne),
        ];

    private static IPNetwork ReadOne(string text)
    {
        if (HopAddress.Parse(text) is { } address)
        {
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        }

        if (!text.Contains('/', StringComparison.Ordinal) || !IPNetwork.TryParse(text, out var net))
        {
            throw new SettingsException(
                $"ATELIER_TRUSTED_PROXIES takes addresses and networks such as 10.0.0.1 or 10.0.0.0/8, separated by commas; '{text}' is neither."
            );
        }

        if (net.PrefixLength == 0)
        {
            throw new SettingsException(
                $"ATELIER_TRUSTED_PROXIES must not name every address ('{text}'): anybody could then call from any address."
            );
        }

        return net.BaseAddress.IsIPv4MappedToIPv6 && net.PrefixLength > MappedBits
            ? new IPNetwork(net.BaseAddress.MapToIPv4(), net.PrefixLength - MappedBits)
            : net;
    }
}
