using System.Net;

namespace Atelier.Server.Setup;

/// <summary>Whether others than this machine can reach the service, by itself or through a proxy.</summary>
internal static class Exposure
{
    /// <summary>True when it listens beyond loopback, stands behind proxies, or answers to a name that is not loopback's.</summary>
    public static bool IsPublic(ServerSettings settings) =>
        settings.Urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Any(IsOutside)
        || settings.TrustedProxies.Count > 0
        || settings.AllowedHosts.Any(host => !IsLoopback(host));

    /// <summary>Whether strangers may read the pages at /docs.</summary>
    public static bool OpensDocs(ServerSettings settings) => settings.PublicDocs || !IsPublic(settings);

    private static bool IsOutside(string url)
    {
        var address = BindingAddress.Parse(url);
        return !address.IsUnixPipe && !IsLoopback(address.Host);
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
