using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Atelier.Bench.Photos.Serving;

/// <summary>Finds a port for a server that comes back to the same one after each kill.</summary>
internal static class FreePort
{
    // Below what systems give out by themselves, so that nobody gets it between two starts.
    private const int From = 20_000;
    private const int To = 32_000;

    public static int Find()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(From, To);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken.
            }
        }
    }
}
