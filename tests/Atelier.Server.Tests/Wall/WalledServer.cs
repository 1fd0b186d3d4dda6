using System.Net;
using Atelier.Server.Setup;
using Atelier.Server.Tests.Serving;
using Atelier.Server.Wall;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Wall;

/// <summary>
/// A server as it stands behind a proxy on the same machine: it has a public name, trusts loopback, lets one origin call, and turns
/// guessers away.
/// </summary>
public sealed class WalledServer : IAsyncLifetime
{
    public const string Name = "pictures.example.com";
    public const string Friend = "https://app.example.com";

    public TestServer Server { get; } = new() { Adjust = Adjust, Replace = Guard };

    public ValueTask InitializeAsync() => Server.InitializeAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private static ServerSettings Adjust(ServerSettings settings) =>
        settings with
        {
            AllowedHosts = [.. settings.AllowedHosts, Name],
            TrustedProxies = [IPNetwork.Parse("127.0.0.0/8")],
            CorsOrigins = [Friend],
        };

    private static void Guard(IServiceCollection services) =>
        services.Configure<WallOptions>(wall => wall.MaxGuesses = 20);
}
