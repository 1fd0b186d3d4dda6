using Atelier.Server.Tests.Serving;
using Atelier.Server.Wall;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Wall;

/// <summary>A server that waits for slow requests as short as it can. Before its first byte a client has all the time it needs.</summary>
public sealed class ImpatientServer : IAsyncLifetime
{
    public TestServer Server { get; } =
        new()
        {
            Replace = services =>
                services.Configure<WallOptions>(wall =>
                {
                    wall.HeaderSeconds = 1;
                    wall.BodyGraceSeconds = 2;
                    wall.IdleSeconds = 60;
                }),
        };

    public ValueTask InitializeAsync() => Server.InitializeAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
