using System.Globalization;
using System.Net;
using System.Text;

namespace Atelier.Providers.Http;

/// <summary>
/// Looks at addresses that users name before anything is sent there, so that they hear at once what is wrong. What a name leads to
/// is looked at again by <see cref="GuardedConnect"/>, at each connection.
/// </summary>
public static class UrlGuard
{
    private const int MostCharacters = 2048;

    private static readonly string[] InsideNames =
    [
        "localhost",
        "localdomain",
        "local",
        "internal",
        "intranet",
        "lan",
        "home.arpa",
        "onion",
    ];

    /// <summary>What speaks against the address, as a sentence for its author; null when nothing does.</summary>
    /// <param name="allowHttp">Whether it may go without TLS.</param>
    /// <param name="allowPrivate">Whether it may lead inside; then any port goes too.</param>
    public static string? Check(Uri url, bool allowHttp = false, bool allowPrivate = false)
    {
        if (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttps && !(allowHttp && url.Scheme == Uri.UriSchemeHttp)))
        {
            return allowHttp
                ? "The address must begin with https:// or http://."
                : "The address must begin with https://.";
        }

        if (url.OriginalString.Length > MostCharacters)
        {
            return $"The address must have at most {MostCharacters} characters.";
        }

        if (url.UserInfo.Length > 0)
        {
            return "The address must hold no user name or password.";
        }

        return allowPrivate ? null : CheckPort(url.Port) ?? CheckHost(url);
    }

    // Below 1024 listen services that were never meant to hear from us, such as mail and DNS.
    private static string? CheckPort(int port) =>
        port is 80 or 443 or >= 1024 ? null : "The port must be 443, 80, or 1024 and above.";

    private static string? CheckHost(Uri url)
    {
        // Letters that look like digits or dots: who normalises them differently from us would go elsewhere.
        if (!Ascii.IsValid(url.Host))
        {
            return "The host must be written in ASCII, an international name as xn--….";
        }

        var host = url.IdnHost.TrimEnd('.').ToLowerInvariant();
        // Takes 127.1, 0x7f.0.0.1, 0177.0.0.1 and 2130706433 for what they are.
        if (IPAddress.TryParse(host, out var address))
        {
            return PrivateAddress.Is(address) ? "The address leads into a private network." : null;
        }

        if (IsNumber(host[(host.LastIndexOf('.') + 1)..]))
        {
            return "The host looks like a number but is no address.";
        }

        return
            !host.Contains('.', StringComparison.Ordinal)
            || Array.Exists(InsideNames, name => host == name || host.EndsWith("." + name, StringComparison.Ordinal))
            ? "The host must be a public name."
            : null;
    }

    private static bool IsNumber(string label) =>
        label.Length == 0
        || label.All(char.IsAsciiDigit)
        || (
            label.StartsWith("0x", StringComparison.Ordinal)
            && (label.Length == 2 || UInt128.TryParse(label[2..], NumberStyles.HexNumber, null, out _))
        );
}
