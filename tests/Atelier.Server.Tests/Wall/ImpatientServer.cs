using Atelier.Server.Tests.Serving;
using Atelier.Server.Wall;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Wall;

/// <summary>A server that waits for slow clients as short as it can, and takes few connections.</summary>
public sealed class ImpatientServer : IAsyncLifetime
{
    public const int Connections = 20;

    public TestServer Server { get; } =
        new()
        {
            Replace = services =>
                services.Configure<WallOptions>(wall =>
                {
                    wall.HeaderSeconds = 1;
                    wall.BodyGraceSeconds = 2;
                    wall.IdleSeconds = 1;
                    wall.MaxConnections = Connections;
                }),
        };

    public ValueTask InitializeAsync() => Server.InitializeAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
