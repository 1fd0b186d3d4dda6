using System.Net;

namespace Atelier.Emulators.Hosting;

/// <summary>The one kind of address the emulators listen on.</summary>
internal static class LoopbackAddress
{
    /// <exception cref="EmulatorException">Another scheme, a path, or an address that others can reach.</exception>
    public static IPEndPoint Parse(Uri url)
    {
        if (!url.IsAbsoluteUri || url.Scheme != "http" || url.PathAndQuery != "/")
        {
            throw new EmulatorException($"'{url}' will not do: give --urls http://127.0.0.1:PORT.");
        }

        var ip = url.Host == "localhost" ? IPAddress.Loopback : null;
        if (ip is null && !IPAddress.TryParse(url.Host.Trim('[', ']'), out ip))
        {
            ip = IPAddress.Any;
        }

        return IPAddress.IsLoopback(ip)
            ? new IPEndPoint(ip, url.Port)
            : throw new EmulatorException(
                $"The emulators let in every key, so they listen on loopback only, not on '{url.Host}': give --urls http://127.0.0.1:PORT."
            );
    }
}
