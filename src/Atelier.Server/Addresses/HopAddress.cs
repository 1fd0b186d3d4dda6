using System.Net;
using System.Net.Sockets;

namespace Atelier.Server.Addresses;

/// <summary>One address of <c>X-Forwarded-For</c>, in the one writing that we compare and count.</summary>
internal static class HopAddress
{
    /// <summary>
    /// The address of a text such as <c>192.0.2.7</c>, <c>192.0.2.7:4711</c>, <c>2001:db8::7</c> or <c>[2001:db8::7]:4711</c>; null when it
    /// is none. Numbers in other writings (127.1, 0x7f.0.0.1) are none.
    /// </summary>
    public static IPAddress? Parse(ReadOnlySpan<char> text)
    {
        text = WithoutPort(text.Trim());
        if (!IPAddress.TryParse(text, out var address) || text.Contains('%'))
        {
            return null;
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 || text.SequenceEqual(address.ToString())
            ? Plain(address)
            : null;
    }

    /// <summary>IPv4 where it came in the clothes of IPv6, and without the name of a network card.</summary>
    public static IPAddress Plain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        return address is { AddressFamily: AddressFamily.InterNetworkV6, ScopeId: not 0 }
            ? new IPAddress(address.GetAddressBytes())
            : address;
    }

    private static ReadOnlySpan<char> WithoutPort(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("["))
        {
            var end = text.IndexOf(']');
            return end > 0 && IsPort(text[(end + 1)..]) ? text[1..end] : [];
        }

        var colon = text.IndexOf(':');
        // Two colons are an IPv6 address without brackets, which has no port.
        return colon < 0 || text[(colon + 1)..].Contains(':') ? text
            : IsPort(text[colon..]) ? text[..colon]
            : [];
    }

    private static bool IsPort(ReadOnlySpan<char> text) =>
        text.IsEmpty
        || (text[0] == ':' && ushort.TryParse(text[1..], System.Globalization.NumberStyles.None, null, out _));
}
