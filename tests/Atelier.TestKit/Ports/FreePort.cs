using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Atelier.TestKit.Ports;

/// <summary>Finds a port for a server that must know its address before it starts.</summary>
public static class FreePort
{
    // Below what systems give out by themselves, so that nobody gets it before the server does.
    private const int From = 20_000;
    private const int To = 32_000;

    /// <summary>A port of loopback that nobody has.</summary>
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
