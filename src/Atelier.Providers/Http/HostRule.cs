namespace Atelier.Providers.Http;

/// <summary>Compares the host of an address with one that is on a list.</summary>
internal static class HostRule
{
    private const string Any = "*.";

    /// <summary>
    /// Whether the address lies at this authority; for <c>*.example.com</c>, below that name by whole labels, over https at its
    /// usual port.
    /// </summary>
    public static bool Admits(string host, Uri address) =>
        host.StartsWith(Any, StringComparison.Ordinal)
            ? IsBelow(host[1..], address)
            : string.Equals(host, address.Authority, StringComparison.OrdinalIgnoreCase);

    // The suffix begins with its dot, so a label that only ends alike is another name.
    private static bool IsBelow(string suffix, Uri address) =>
        address.Scheme == Uri.UriSchemeHttps
        && address.IsDefaultPort
        && address.HostNameType == UriHostNameType.Dns
        && address.IdnHost.Length > suffix.Length
        && address.IdnHost.EndsWith(suffix, StringComparison.OrdinalIgnoreCase);
}
